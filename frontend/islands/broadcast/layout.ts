// Where pictures go on the canvas.

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

/** The whole picture inside the frame, with bars where the shapes differ. */
export function contained(picture: Size, frame: Box): Box {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: frame.x + (frame.width - width) / 2, y: frame.y + (frame.height - height) / 2, width, height };
}

/** The part of the picture that fills a frame of this shape: its middle. */
export function middle(picture: Size, frame: Size): Box {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [frame.width / scale, frame.height / scale];
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}

/** The corner in which the speaker stands, over a screen or slides. */
export function corner(frame: Size): Box {
  const width = Math.round(frame.width * 0.24);
  const height = Math.round((width * 3) / 4);
  const margin = Math.round(frame.width * 0.02);
  return { x: frame.width - width - margin, y: frame.height - height - margin, width, height };
}
