// Reads and validates every record of a register as a careful script of one's own would: js-yaml and ajv in one
// process, on the schemas that `casefile schema` writes. Exit 1 where a file is not valid.
// node benchmarks/peer.mjs MODULES SCHEMAS REGISTER
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [modules, schemas, register] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "node_modules", "here.js"));
const Ajv = require("ajv");
const yaml = require("js-yaml");

// The pattern beside each format says what the format says, but for days that no month has.
const ajv = new Ajv({ strict: true, allErrors: false, validateFormats: false });
ajv.addKeyword("enumDescriptions"); // what each word means, for editors
const validators = new Map();
for (const name of readdirSync(schemas)) {
  const schema = JSON.parse(readFileSync(join(schemas, name), "utf8"));
  validators.set(name.split(".")[0], ajv.compile(schema));
}

const paths = readdirSync(join(register, "cases"), { recursive: true })
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => join("cases", name));
let bad = 0;
for (const path of ["casefile.yaml", ...paths]) {
  let told;
  try {
    const data = yaml.load(readFileSync(join(register, path), "utf8"));
    const validate = validators.get(String(data?.schema).split("/")[1]);
    if (!validate) told = "no schema";
    else if (!validate(data)) told = ajv.errorsText(validate.errors);
  } catch (error) {
    told = error.message;
  }
  if (told) {
    bad += 1;
    console.error(`${path}: ${told}`);
  }
}
console.log(`${paths.length + 1} files checked, ${bad} bad`);
process.exitCode = bad ? 1 : 0;
