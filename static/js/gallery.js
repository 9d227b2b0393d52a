// The gallery: the first screen plays a graph, each card shows its own.

import { fetchLesson, fetchTrace } from "./api/client.js";
import { byId, el } from "./dom.js";
import { createGraphView } from "./draw/graph-view.js";
import { createLayersThumbnail } from "./draw/thumbnail-layers.js";
import { createThumbnail } from "./draw/thumbnail.js";
import { t } from "./i18n.js";
import { createPlacer } from "./layout/topology.js";
import { lastLesson } from "./state/memory.js";
import { createStore } from "./state/store.js";
import { mountLanguages, mountTheme } from "./theme.js";
import { createPlayer } from "./timeline/player.js";

/** How long the finished story stands before it is told again, in milliseconds. */
const REST = 3200;
/** How long a card takes for its story, in milliseconds. */
const BRISK = 2400;

mountTheme();
mountLanguages();
showLastLesson();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const placer = createPlacer();
const cards = watchCards();
try {
  await playHero();
} catch {
  byId("hero-caption").textContent = t("The server cannot be reached. Try again in a moment.");
}
document.documentElement.dataset["ready"] = "";
// The cards come after the first screen: what is seen first is drawn first.
for (const host of document.querySelectorAll(".card-picture[data-lesson]")) cards.observe(host);

/**
 * A lesson and its own trace.
 * @param {HTMLElement} host
 * @param {("formulas")[]} include
 */
async function tell(host, include) {
  const lesson = await fetchLesson(host.dataset["lesson"] ?? "");
  const trace = await fetchTrace(lesson.trace, undefined, include);
  return { lesson, trace, label: t("Graph of {title}", { title: lesson.title }) };
}

async function playHero() {
  const host = byId("hero-picture");
  const { trace, label } = await tell(host, ["formulas"]);
  const layout = await placer.place(trace.graph);
  const store = createStore({ trace, layout, speed: 1100 });
  createGraphView(host, store, { interactive: false, label });
  const player = createPlayer(store, () => calm.matches);
  const toggle = byId("hero-toggle");
  const caption = byId("hero-caption");
  const first = caption.textContent;
  const ticks = trace.steps.map(({ phase }) => el("span", { class: phase }));
  byId("hero-ticks").append(...ticks);
  let wanted = !calm.matches;
  store.subscribe((state, changed) => {
    if (changed.has("position")) {
      const taken = Math.floor(state.position);
      const text = trace.steps[taken - 1]?.text ?? first;
      if (caption.textContent !== text) caption.textContent = text;
      ticks.forEach((tick, i) => tick.classList.toggle("done", i < taken));
    }
    if (!changed.has("playing")) return;
    toggle.classList.toggle("playing", state.playing);
    if (wanted && !state.playing) setTimeout(() => wanted && !store.get().playing && player.toggle(), REST);
  });
  toggle.addEventListener("click", () => {
    wanted = !store.get().playing;
    player.toggle();
  });
  if (wanted) player.toggle();
  else player.last();
}

/** Cards are drawn as they come near the screen. */
function watchCards() {
  return new IntersectionObserver(
    (entries, self) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        self.unobserve(target);
        // A card without its picture is still a card.
        drawCard(/** @type {HTMLElement} */ (target)).catch(() => {});
      }
    },
    { rootMargin: "200px" },
  );
}

/**
 * A card's picture: what the lesson opens with, its layers or its graph.
 * @param {HTMLElement} host
 * @param {Awaited<ReturnType<typeof tell>>} told
 */
async function drawThumbnail(host, { lesson, trace, label }) {
  const { view = "graph" } = lesson;
  if (view !== "graph" && trace.network) return createLayersThumbnail(host, trace, trace.network, view, label);
  return createThumbnail(host, trace, await placer.place(trace.graph), label);
}

/** A card shows its story told to the end, and tells it again while it is pointed at. @param {HTMLElement} host */
async function drawCard(host) {
  const told = await tell(host, []);
  const { trace } = told;
  const store = createStore({ trace, position: trace.steps.length, speed: Math.max(60, BRISK / trace.steps.length) });
  const player = createPlayer(store, () => calm.matches);
  const thumbnail = await drawThumbnail(host, told);
  thumbnail.show(store.get().position);
  store.subscribe((state, changed) => changed.has("position") && thumbnail.show(state.position));
  const card = host.closest("a");
  const begin = () => {
    if (calm.matches) return;
    player.first();
    player.toggle();
  };
  for (const sign of ["pointerenter", "focus"]) card?.addEventListener(sign, begin);
  for (const sign of ["pointerleave", "blur"]) card?.addEventListener(sign, player.last);
}

function showLastLesson() {
  const opened = lastLesson();
  // The card knows the title in the language of today.
  const card = opened && document.querySelector(`.lesson-card[data-id="${CSS.escape(opened.id)}"] strong`);
  const link = byId("opened-last").querySelector("a");
  if (!opened || !card || !link) return;
  link.href = `/lessons/${encodeURIComponent(opened.id)}`;
  link.textContent = card.textContent;
  byId("opened-last").hidden = false;
}
