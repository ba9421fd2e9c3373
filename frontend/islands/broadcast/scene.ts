// The picture that is sent: camera, screen or slides on a canvas, the speaker in a corner if wished. Because it is always this
// one canvas that is recorded, what is on it may change while on air without a break.

import { type Box, contained, corner, middle, type Size } from "./layout.ts";
import type { Quality } from "./recording.ts";

export type Main = "camera" | "screen" | "slides";
export type Picture = HTMLVideoElement | HTMLCanvasElement;

export interface Look {
  // mean and spread of brightness, from 0 to 255
  brightness: number;
  spread: number;
}

const GROUND = "#1a1815";
const LETTERS = "#ece7dc";
const SAMPLE: Size = { width: 32, height: 18 };

export class Scene {
  main: Main = "camera";
  hasCorner = false;
  private readonly pictures: Partial<Record<Main, Picture>> = {};
  private readonly pen: CanvasRenderingContext2D;

  /** `title` stands on the canvas while there is no picture. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly title: string,
  ) {
    this.pen = canvas.getContext("2d", { alpha: false }) as CanvasRenderingContext2D;
  }

  setQuality(quality: Quality): void {
    this.canvas.width = quality.width;
    this.canvas.height = quality.height;
  }

  set(main: Main, picture: Picture | undefined): void {
    if (picture) this.pictures[main] = picture;
    else delete this.pictures[main];
  }

  draw(): void {
    const frame: Box = { x: 0, y: 0, width: this.canvas.width, height: this.canvas.height };
    this.pen.fillStyle = GROUND;
    this.pen.fillRect(0, 0, frame.width, frame.height);
    const picture = this.pictures[this.main];
    if (picture && isThere(picture)) this.place(picture, contained(sizeOf(picture), frame));
    else this.write(frame);
    const speaker = this.pictures.camera;
    if (this.hasCorner && this.main !== "camera" && speaker && isThere(speaker))
      this.placeMiddle(speaker, corner(frame));
  }

  /** How bright the picture is just now: a black one has no brightness, a covered camera no spread. */
  look(): Look {
    const small = new OffscreenCanvas(SAMPLE.width, SAMPLE.height).getContext("2d", { willReadFrequently: true });
    if (!small) return { brightness: 128, spread: 64 };
    small.drawImage(this.canvas, 0, 0, SAMPLE.width, SAMPLE.height);
    return brightnessOf(small.getImageData(0, 0, SAMPLE.width, SAMPLE.height).data);
  }

  private place(picture: Picture, box: Box): void {
    this.pen.drawImage(picture, box.x, box.y, box.width, box.height);
  }

  private placeMiddle(picture: Picture, box: Box): void {
    const part = middle(sizeOf(picture), box);
    this.pen.drawImage(picture, part.x, part.y, part.width, part.height, box.x, box.y, box.width, box.height);
  }

  private write(frame: Size): void {
    this.pen.fillStyle = LETTERS;
    this.pen.font = `500 ${Math.round(frame.height / 14)}px "Golos Text", sans-serif`;
    this.pen.textAlign = "center";
    this.pen.fillText(this.title, frame.width / 2, frame.height / 2, frame.width * 0.9);
  }
}

/** Mean and spread of brightness of pixels (red, green, blue, opacity). */
export function brightnessOf(pixels: ArrayLike<number>): Look {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    const light = 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
    sum += light;
    squares += light * light;
  }
  const count = pixels.length / 4 || 1;
  const brightness = sum / count;
  return { brightness, spread: Math.sqrt(Math.max(squares / count - brightness * brightness, 0)) };
}

function sizeOf(picture: Picture): Size {
  return picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : { width: picture.width, height: picture.height };
}

function isThere(picture: Picture): boolean {
  return sizeOf(picture).width > 0;
}

/** A video element, in no page, that shows a stream. */
export function showing(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  void video.play();
  return video;
}
