"""A browser with a made-up camera whose picture tells the time in bars, so that a viewer's delay can be read from it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from browsers import WINDOWLESS

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required", "--lang=ru"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
    # windows that are covered by others go on at full speed: a viewer's and a sender's are open at once
    *("--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding"),
]
BITS = 32
# Draws the milliseconds of the clock as bars, black for 0 and white for 1, and hums.
CLOCK_CAMERA = """() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const draw = canvas.getContext("2d");
  let beats = 0;
  const tick = () => {
    const now = Date.now() % 2 ** 32;
    draw.fillStyle = beats++ % 2 ? "#245" : "#254";
    draw.fillRect(0, 0, 1280, 720);
    for (let bit = 0; bit < 32; bit += 1) {
      draw.fillStyle = Math.floor(now / 2 ** bit) % 2 ? "#fff" : "#000";
      draw.fillRect(bit * 40, 240, 40, 240);
    }
  };
  setInterval(tick, 40);
  tick();
  const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const real = await get(wanted);
    if (!wanted.video) return real;
    const stream = canvas.captureStream(25);
    for (const track of real.getAudioTracks()) stream.addTrack(track);
    return stream;
  };
}"""
READ_CLOCK = """() => {
  const video = document.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const draw = canvas.getContext("2d", { willReadFrequently: true });
  draw.drawImage(video, 0, 0, 1280, 720);
  const now = Date.now() % 2 ** 32;
  let seen = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    if (draw.getImageData(bit * 40 + 20, 360, 1, 1).data[0] > 127) seen += 2 ** bit;
  }
  return now - seen;
}"""
PLAYING = """() => {
  const video = document.querySelector("video");
  return [video.currentTime, video.getVideoPlaybackQuality().totalVideoFrames, video.webkitAudioDecodedByteCount];
}"""


@contextmanager
def browser_with_camera() -> Iterator[Browser]:
    """Run a browser of its own: its flags would make every other journey hear a made-up microphone."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=WINDOWLESS, args=FLAGS, env={**os.environ, "LANGUAGE": "ru"}
        )
        yield chromium
        chromium.close()


def watch_clock(page: Page, samples: int = 20) -> list[int]:
    """Return the milliseconds between what the camera saw and what the viewer sees, sample by sample."""
    delays = []
    for _sample in range(samples):
        page.wait_for_timeout(250)
        delays.append(int(page.evaluate(READ_CLOCK)))
    return sorted(delays)
