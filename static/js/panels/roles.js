// What each leaf is: input, target, parameter or constant. Only parameters are updated, only they and inputs get gradients.

import { byId, el } from "../dom.js";
import { t } from "../i18n.js";
import { leavesOf } from "../state/leaves.js";

/** @import {Store} from "../state/store.js" */
/** @import {Question} from "../types.js" */

const ROLES = ["input", "target", "parameter", "constant"];

/** What a role is called. @param {string | null} role */
export function roleName(role) {
  return { input: t("input"), target: t("target"), parameter: t("parameter"), constant: t("constant") }[role ?? "constant"] ?? "";
}

/**
 * @param {Store} store
 * @param {(change: Partial<Question>) => Promise<void>} ask
 */
export function mountRoles(store, ask) {
  const drawer = /** @type {HTMLDetailsElement} */ (byId("roles"));
  const list = byId("role-rows");
  let built = "";

  function show() {
    const { trace } = store.get();
    if (!trace || !drawer.open) return;
    const leaves = leavesOf(trace);
    const key = JSON.stringify(leaves.map(({ id, role }) => [id, role]));
    if (key === built) return;
    built = key;
    const focused = list.contains(document.activeElement) ? document.activeElement?.id : null;
    list.replaceChildren(...leaves.map(({ id, role }) => row(id, role ?? "constant")));
    if (focused) byId(focused).focus();
  }

  /** @param {string} leaf @param {string} role */
  function row(leaf, role) {
    const id = `role-${leaf}`;
    const options = ROLES.map((one) => el("option", { value: one, selected: one === role }, roleName(one)));
    const select = el("select", { id, onchange: () => choose(leaf, select.value) }, ...options);
    return el("div", { class: "option" }, el("label", { for: id, class: "leaf-name" }, leaf), select);
  }

  /** @param {string} leaf @param {string} role */
  function choose(leaf, role) {
    const { question } = store.get();
    // A leaf that gets a role is no longer held constant by name.
    const constants = question.constants?.filter((name) => name !== leaf);
    void ask({ roles: { ...question.roles, [leaf]: role }, constants: constants?.length ? constants : undefined });
  }

  drawer.addEventListener("toggle", show);
  store.subscribe((_, changed) => changed.has("trace") && show());
}
