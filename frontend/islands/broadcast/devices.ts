// Camera, microphone and screen: asked for, remembered, and let go.

const KEPT = "broadcast-devices";

export interface Chosen {
  camera?: string | undefined;
  microphone?: string | undefined;
}

export function chosen(): Chosen {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Chosen;
  } catch {
    return {};
  }
}

export function choose(change: Chosen): void {
  localStorage.setItem(KEPT, JSON.stringify({ ...chosen(), ...change }));
}

/** Whether the browser gives a page such things at all: only over https, and on this very machine. */
export function areThere(): boolean {
  return "mediaDevices" in navigator && "MediaRecorder" in window;
}

export async function openMicrophone(): Promise<MediaStream> {
  const { microphone } = chosen();
  const wished = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return open({ audio: { ...wished, ...one(microphone) } }, { audio: wished });
}

export async function openCamera(height: number): Promise<MediaStream> {
  const { camera } = chosen();
  const wished = {
    width: { ideal: Math.round((height * 16) / 9) },
    height: { ideal: height },
    frameRate: { ideal: 30 },
  };
  return open({ video: { ...wished, ...one(camera) } }, { video: wished });
}

/** The screen or a window, and its sound where the browser gives it. */
export async function openScreen(): Promise<MediaStream> {
  return navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30, max: 30 } }, audio: true });
}

export function close(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The devices of a kind by name; names are told only after a permission. */
export async function devicesOf(kind: MediaDeviceKind): Promise<{ id: string; name: string }[]> {
  const found = await navigator.mediaDevices.enumerateDevices();
  return found
    .filter((device) => device.kind === kind && device.deviceId && device.label)
    .map((device) => ({ id: device.deviceId, name: device.label }));
}

function one(id: string | undefined): MediaTrackConstraints {
  return id ? { deviceId: { exact: id } } : {};
}

/** Ask for what was chosen last time; when that is not plugged in, for whatever there is. */
async function open(wished: MediaStreamConstraints, else_: MediaStreamConstraints): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(wished);
  } catch (error) {
    if (error instanceof DOMException && error.name === "OverconstrainedError")
      return navigator.mediaDevices.getUserMedia(else_);
    throw error;
  }
}
