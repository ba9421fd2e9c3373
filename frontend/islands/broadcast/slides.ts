// Slides of a PDF, drawn page by page. The reader of PDF is large and comes only when somebody chooses a file.

import type { PDFDocumentProxy } from "pdfjs-dist";
import { contained } from "./layout.ts";

export class Slides {
  readonly canvas = document.createElement("canvas");
  private page = 1;
  private drawing: Promise<void> = Promise.resolve();

  private constructor(private readonly pdf: PDFDocumentProxy) {}

  /** Read a file. `workerUrl`: of the reader's own script. Raises when it is no PDF. */
  static async read(file: File, workerUrl: string): Promise<Slides> {
    const reader = await import("pdfjs-dist/legacy/build/pdf.mjs");
    reader.GlobalWorkerOptions.workerSrc = workerUrl;
    const pdf = await reader.getDocument({ data: new Uint8Array(await file.arrayBuffer()) }).promise;
    return new Slides(pdf);
  }

  get count(): number {
    return this.pdf.numPages;
  }

  get number(): number {
    return this.page;
  }

  /** Turn to a page; before the first and after the last there is none. */
  async turn(to: number, width: number, height: number): Promise<void> {
    this.page = Math.min(Math.max(to, 1), this.count);
    this.drawing = this.drawing.then(() => this.draw(this.page, width, height)).catch(() => undefined);
    await this.drawing;
  }

  private async draw(number: number, width: number, height: number): Promise<void> {
    if (number !== this.page) return; // turned on meanwhile
    const page = await this.pdf.getPage(number);
    const size = page.getViewport({ scale: 1 });
    const box = contained(size, { x: 0, y: 0, width, height });
    const viewport = page.getViewport({ scale: box.width / size.width });
    // drawn aside, so that viewers never see half a slide
    const draft = document.createElement("canvas");
    draft.width = Math.round(viewport.width);
    draft.height = Math.round(viewport.height);
    await page.render({ canvas: draft, viewport }).promise;
    this.canvas.width = draft.width;
    this.canvas.height = draft.height;
    this.canvas.getContext("2d")?.drawImage(draft, 0, 0);
  }
}
