import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { placeAt } from "./position";

const HEAD = "PREFIX iomg: <https://example.org/ns#>\nSELECT ?p WHERE {\n";
const CASES: [before: string, expected: string | null][] = [
  ["?p a iomg:Pro", "class iomg:Pro"],
  ["?p rdf:type Pro", "class Pro"],
  ["?p iomg:ben", "property iomg:ben"],
  ["?p a iomg:Project ; ben", "property ben"],
  ["?p a iomg:Project ; iomg:state Mol", "entity Mol"],
  ["?p iomg:state <https://example.org/id/a>, Mol", "entity Mol"],
  ["?p iomg:state ?s . Mol", "entity Mol"],
  ["?p iomg:state/lab", "property lab"],
  ["?p iomg:state <https://example.org/id/st", "entity https://example.org/id/st"],
  ["?p (iomg:a|iomg:b)/lab", "property lab"],
  ["?p (iomg:a|iomg:b)+ Mol", "entity Mol"],
  ["?p dcterms:title 'a . b'@en ; tit", "property tit"],
  ["?p iomg:value 1.5 ; val", "property val"],
  ["?p iomg:state ?st", "variable ?st"],
  ["?p iomg:title 'Mol", null],
  ["?p iomg:title ?t . # Mol", null],
  ["?p iomg:title ?t . # all\n  Mol", "entity Mol"],
];

for (const [before, expected] of CASES) {
  test(before, () => {
    const place = placeAt(HEAD + before);
    deepEqual(place && `${place.kind} ${place.word}`, expected);
  });
}
