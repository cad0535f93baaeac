// shacl-engine (npm), run in the folder where it is installed: node shacl_engine.mjs DATA SHAPES; prints one JSON object.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const here = createRequire(process.cwd() + '/')
const load = async (name) => import(pathToFileURL(here.resolve(name)))
const { Parser } = await load('n3')
const rdfDataset = (await load('@rdfjs/dataset')).default
const factory = (await load('@rdfjs/data-model')).default
const { Validator } = await load('shacl-engine')

const read = (file) => rdfDataset.dataset(new Parser({ factory }).parse(readFileSync(file, 'utf8')))
const before = performance.now()
const dataset = read(process.argv[2])
const loaded = performance.now()
const validator = new Validator(read(process.argv[3]), { factory })
const report = await validator.validate({ dataset })
const done = performance.now()
const results = report.results.map((result) => [
  result.focusNode.term.value,
  result.path?.[0]?.predicates?.[0]?.value ?? '',
  result.constraintComponent.value,
  result.value?.term?.value ?? ''
])
console.log(JSON.stringify({ load: (loaded - before) / 1000, validate: (done - loaded) / 1000, results }))
