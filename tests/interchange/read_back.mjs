// Reads a file of a dump with the libraries of others and writes N-Quads to the standard output:
// node read_back.mjs MODULES FORMAT FILE
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, format, file] = process.argv;
const require = createRequire(pathToFileURL(`${modules}/`));
const N3 = require("n3");

async function quadsOf() {
  if (format === "rdfxml") {
    const { RdfXmlParser } = require("rdfxml-streaming-parser");
    const found = [];
    const parsed = createReadStream(file).pipe(new RdfXmlParser({ strict: true }));
    for await (const quad of parsed) found.push(quad);
    return found;
  }
  const names = {
    turtle: "text/turtle",
    trig: "application/trig",
    ntriples: "application/n-triples",
    nquads: "application/n-quads",
  };
  return new N3.Parser({ format: names[format] }).parse(readFileSync(file, "utf8"));
}

if (format === "jsonld") {
  const jsonld = require("jsonld");
  const refuse = (url) => { throw new Error(`asked for ${url}`); };
  const document = JSON.parse(readFileSync(file, "utf8"));
  process.stdout.write(
    await jsonld.toRDF(document, { format: "application/n-quads", documentLoader: refuse }),
  );
} else {
  const writer = new N3.Writer({ format: "application/n-quads" });
  writer.addQuads(await quadsOf());
  writer.end((error, text) => {
    if (error) throw error;
    process.stdout.write(text);
  });
}
