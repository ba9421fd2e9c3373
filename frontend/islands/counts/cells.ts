// Cells that were copied in Excel, and where they go in the sheet.

export type Laid = { row: number; column: number; text: string };

const MOST_LETTERS = 60;

/** Return the rows of a copied table; what follows the last line break is no row. */
export function cellsOf(text: string): string[][] {
  const plain = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(/\n+$/, "");
  if (!plain) return [];
  return plain.split("\n").map((line) => line.split("\t").map((cell) => cell.trim().slice(0, MOST_LETTERS)));
}

/** Lay cells from a place to the right and down, `widths` are those of the sheet's lines; empty ones leave what stands there. */
export function spread(
  cells: string[][],
  row: number,
  column: number,
  widths: number[],
): { laid: Laid[]; outside: number } {
  const all = cells.flatMap((line, down) =>
    line.map((text, right) => ({ row: row + down, column: column + right, text })),
  );
  const filled = all.filter(({ text }) => text);
  const laid = filled.filter((cell) => cell.column < (widths[cell.row] ?? 0));
  return { laid, outside: filled.length - laid.length };
}
