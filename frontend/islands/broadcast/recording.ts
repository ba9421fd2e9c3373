// What the recorder is asked for.

export interface Quality {
  name: string;
  width: number;
  height: number;
  bitsPerSecond: number;
}

export const QUALITIES: Quality[] = [
  { name: "360", width: 640, height: 360, bitsPerSecond: 600_000 },
  { name: "720", width: 1280, height: 720, bitsPerSecond: 1_800_000 },
  { name: "1080", width: 1920, height: 1080, bitsPerSecond: 4_000_000 },
];
const SOUND_BITS = 96_000;
const KEY_FRAME_MS = 1000;
export const PIECE_MS = 100;

// H.264 is passed on as it is, the others must be encoded anew at the school. MP4 is no choice: recorders give it once a
// second at best, and what was sent before a broken connection could not be joined with what follows.
const FORMS = ["video/webm;codecs=h264,opus", "video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus"];

/** The best form that this browser records; nothing when it records none of ours. */
export function recordedForm(isSupported: (form: string) => boolean): string {
  return FORMS.find(isSupported) ?? "";
}

/** Whether the school must encode the picture anew, which an old machine may not bear. */
export function isCostly(form: string): boolean {
  return /vp[89]/.test(form);
}

export function qualityNamed(name: string): Quality {
  return QUALITIES.find((one) => one.name === name) ?? (QUALITIES[1] as Quality);
}

type Options = MediaRecorderOptions & { videoKeyFrameIntervalDuration: number };

/** A recorder whose pieces come in order to `onPiece`; `onStop` after the last one. */
export function recorderOf(
  stream: MediaStream,
  form: string,
  quality: Quality,
  onPiece: (bytes: ArrayBuffer) => void,
  onStop: () => void,
): MediaRecorder {
  const options: Options = {
    mimeType: form,
    videoBitsPerSecond: quality.bitsPerSecond,
    audioBitsPerSecond: SOUND_BITS,
    videoKeyFrameIntervalDuration: KEY_FRAME_MS,
  };
  const recorder = new MediaRecorder(stream, options);
  let line = Promise.resolve();
  recorder.ondataavailable = ({ data }) => {
    line = line.then(async () => onPiece(await data.arrayBuffer()));
  };
  recorder.onstop = () => void line.then(onStop);
  return recorder;
}
