// The reader of PDF files in a worker of its own; `broadcast/slides.ts` starts it when somebody shows slides.

import "pdfjs-dist/legacy/build/pdf.worker.min.mjs";
