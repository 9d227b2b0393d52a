// Traces as the API gives them, kept as files; scripts/js_fixtures.py writes them.
import { readFileSync } from "node:fs";

/** @param {string} name */
export function readFixture(name) {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}
