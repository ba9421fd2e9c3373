import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FRONTEND = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Import a TypeScript module of the front end, whatever Node runs the tests. */
export async function load(path) {
  const options = { entryPoints: [join(FRONTEND, path)], bundle: true, format: "esm", write: false };
  const [file] = (await build(options)).outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString("base64")}`);
}
