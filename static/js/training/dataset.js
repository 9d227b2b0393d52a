// Other data for the current run. It starts over with them, unless they are its own with points more, fewer or elsewhere.

import { ApiError } from "../api/client.js";
import { fetchData } from "../api/datasets.js";
import { currentRun } from "../state/training.js";
import { dataBody, fitted, isContinued } from "./body.js";

/** @import {Store} from "../state/store.js" */
/** @import {Training} from "../state/training.js" */
/** @import {Data, DatasetSpec, Problem} from "../types.js" */
/** @import {Lab} from "./runner.js" */

/** From this many rows on an update takes some of them, if nobody said how many. */
const MANY = 32;
const BATCH = 10;

/** What another question about rows does not keep of the last one. */
const CLEAR_ROWS = { data: undefined, rows: undefined, iteration: undefined, state: undefined, started: undefined };

/**
 * @param {Training} training
 * @param {Store} store
 * @param {Pick<Lab, "ask" | "build">} lab
 * @param {{halt: () => void, renew: () => void, goOn: () => void, follow: () => void}} runs what becomes of them: stopped; anew; on with other data
 */
export function createDatasets(training, store, lab, runs) {
  let asked = 0;
  /** @type {Promise<void> | null} */
  let changing = null;

  /** @param {DatasetSpec | Data} wanted @param {"as given"} [batch] @returns {Promise<Problem[]>} */
  async function change(wanted, batch) {
    const mine = ++asked;
    try {
      const data = "dataset" in wanted ? await fetchData(/** @type {DatasetSpec} */ (wanted)) : /** @type {Data} */ (wanted);
      if (mine !== asked) return [];
      const { settings, data: before, watching } = training.get();
      const { question } = store.get();
      const body = dataBody(wanted);
      const spec = question.network && fitted(question.network, data);
      // A question about other rows is asked about these.
      const rows = question.data && JSON.stringify(question.data) !== JSON.stringify(body) && { ...CLEAR_ROWS, ...(data.x.length && { data: body }) };
      const run = currentRun(training.get());
      if (!batch && !spec && !("dataset" in wanted) && run?.newest && run.done?.reason !== "diverged" && isContinued(before, data)) {
        const followed = watching !== null && watching < data.x.length ? watching : null;
        training.set({ settings: { ...settings, data: body }, data, watching: followed, at: null });
        if (rows) store.set({ question: { ...question, ...rows } });
        runs.goOn();
        if (rows) await lab.ask({});
        return [];
      }
      // Where all rows were few, taking all at once was no choice.
      const batch_size = settings.batch_size ?? (!batch && data.train > MANY && (before?.train ?? 0) <= MANY ? BATCH : null);
      runs.halt();
      training.set({ settings: { ...settings, batch_size, data: body }, data, watching: null, field: null, at: null });
      if (rows) store.set({ question: { ...question, ...rows } });
      const problems = spec ? await lab.build(spec, {}) : [];
      if (rows && !spec) await lab.ask({});
      if (mine === asked) runs.renew();
      return problems;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.problems;
    }
  }

  return {
    /** Data are on their way until this is done; null where none are. */
    changing: () => changing,
    /** @param {DatasetSpec | Data} wanted @param {"as given"} [batch] */
    set(wanted, batch) {
      const work = change(wanted, batch);
      const over = () => {
        if (changing !== mine) return;
        changing = null;
        // What the lab came to ask in the meantime.
        runs.follow();
      };
      const mine = work.then(over, over);
      changing = mine;
      return work;
    },
  };
}
