// The controls over the picture: media-chrome's elements around the <video> that the page came with.

import "./sheets.ts";
import "./words.ts";
import "media-chrome/dist/media-controller.js";
import "media-chrome/dist/media-control-bar.js";
import "media-chrome/dist/media-play-button.js";
import "media-chrome/dist/media-seek-backward-button.js";
import "media-chrome/dist/media-seek-forward-button.js";
import "media-chrome/dist/media-mute-button.js";
import "media-chrome/dist/media-volume-range.js";
import "media-chrome/dist/media-time-range.js";
import "media-chrome/dist/media-time-display.js";
import "media-chrome/dist/media-preview-thumbnail.js";
import "media-chrome/dist/media-preview-time-display.js";
import "media-chrome/dist/media-preview-chapter-display.js";
import "media-chrome/dist/media-captions-button.js";
import "media-chrome/dist/media-pip-button.js";
import "media-chrome/dist/media-fullscreen-button.js";
import "media-chrome/dist/media-loading-indicator.js";

type Attributes = Record<string, string>;

function element(name: string, attributes: Attributes = {}, ...children: Element[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Put the controls around `video`, where it stands; `stage` is what becomes full-screen. */
export function addControls(video: HTMLVideoElement, stage: Element): HTMLElement {
  const seek = { seekoffset: "10" };
  const controller = element(
    "media-controller",
    {
      class: "player-controller",
      keyboardforwardseekoffset: "10",
      keyboardbackwardseekoffset: "10",
      hotkeys: "no/ no?",
      lang: document.documentElement.lang || "ru",
      ...(video.closest(".player--sound") ? { autohide: "-1" } : {}),
    },
    element("media-loading-indicator", { slot: "centered-chrome", noautohide: "" }),
    element("media-time-range", { class: "player-time" }, ...previews()),
    element(
      "media-control-bar",
      { class: "player-bar" },
      element("media-play-button"),
      element("media-seek-backward-button", { ...seek, class: "player-wide" }),
      element("media-seek-forward-button", { ...seek, class: "player-wide" }),
      element("media-mute-button"),
      element("media-volume-range", { class: "player-wide" }),
      element("media-time-display", { showduration: "", noToggle: "" }),
      element("span", { class: "player-gap" }),
      element("media-captions-button", { class: "player-captions" }),
      element("media-pip-button"),
      element("media-fullscreen-button"),
    ),
  );
  (controller as HTMLElement & { fullscreenElement: Element }).fullscreenElement = stage;
  video.slot = "media";
  video.before(controller);
  controller.prepend(video);
  // it says whether captions are on, which a plain button may not
  controller.querySelector("media-captions-button")?.setAttribute("role", "switch");
  return controller;
}

function previews(): Element[] {
  return [
    element("media-preview-thumbnail", { slot: "preview" }),
    element("media-preview-chapter-display", { slot: "preview" }),
    element("media-preview-time-display", { slot: "preview" }),
  ];
}
