// A code of two numbers as a place on a plane: each watched row is written there as its class, so that the letters say it
// without the colours.

import { el } from "../dom.js";
import { formatNumber } from "../format.js";
import { t } from "../i18n.js";
import { reachOf } from "./code-cells.js";
import { className } from "./predictions-read.js";

/** @import {Data, TrainingActions} from "../types.js" */
/** @import {Moment, Scales} from "./predictions-view.js" */
/** @import {Outcome} from "./predictions-read.js" */

const SIZE = { width: 320, height: 240, pad: 14 };
const NEAR = 14;

/** @param {Data} data @param {TrainingActions} actions */
export function createScatter(data, actions) {
  const canvas = el("canvas", { class: "code-scatter", role: "img" });
  const figure = el("figure", { class: "scatter", hidden: true }, canvas, el("figcaption", {}, t("Each row where its two code numbers put it")));
  const pen = canvas.getContext("2d");
  /** @type {{row: number, x: number, y: number}[]} */
  let places = [];

  canvas.addEventListener("click", (event) => {
    const scale = SIZE.width / canvas.clientWidth;
    const [x, y] = [event.offsetX * scale, event.offsetY * scale];
    const near = places.filter((one) => Math.abs(one.x - x) < NEAR && Math.abs(one.y - y) < NEAR);
    near.sort((one, other) => away(one, x, y) - away(other, x, y));
    if (near[0]) actions.watch(near[0].row);
  });

  return {
    element: figure,
    /** @param {Moment} moment @param {Scales} scales */
    show({ outcomes, chosen, activation }, scales) {
      figure.hidden = chosen.code?.length !== 2 || !pen;
      if (figure.hidden || !pen) return;
      const sharp = window.devicePixelRatio || 1;
      const [width, height] = [SIZE.width * sharp, SIZE.height * sharp];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      pen.setTransform(sharp, 0, 0, sharp, 0, 0);
      pen.clearRect(0, 0, SIZE.width, SIZE.height);
      const reach = reachOf(outcomes.flatMap(({ code }) => code ?? []), activation);
      const frame = rangesOf(activation, reach);
      places = outcomes.map((one) => placeOf(one, frame));
      drawAxes(pen, frame, scales);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      outcomes.forEach(({ row }, i) => {
        const place = places[i];
        if (place && row !== chosen.row) write(row, place, scales, false);
      });
      const here = places.find(({ row }) => row === chosen.row);
      if (here) write(chosen.row, here, scales, true);
      canvas.setAttribute("aria-label", t("Each row where its two code numbers put it; row {row} at {place}", { row: chosen.row + 1, place: (chosen.code ?? []).map(formatNumber).join(", ") }));
    },
  };

  /** @param {number} row @param {{x: number, y: number}} place @param {Scales} scales @param {boolean} chosen */
  function write(row, { x, y }, scales, chosen) {
    if (!pen) return;
    const label = data.labels?.[row] ?? null;
    if (chosen) {
      pen.beginPath();
      pen.arc(x, y, 11, 0, 7);
      pen.fillStyle = scales.token("--surface");
      pen.fill();
      pen.strokeStyle = scales.token("--ink");
      pen.lineWidth = 2;
      pen.stroke();
    }
    pen.font = `600 ${chosen ? 14 : 11.5}px "Inter Variable", sans-serif`;
    pen.fillStyle = label === null ? scales.token("--ink") : scales.point(label);
    pen.fillText(label === null ? "•" : className(data, label).slice(0, 2), x, y + 0.5);
  }
}

/** @param {{x: number, y: number}} place @param {number} x @param {number} y */
function away(place, x, y) {
  return (place.x - x) ** 2 + (place.y - y) ** 2;
}

/** What the axes span: all that the activation can give; else as much as there is. @param {string | null} activation @param {number} reach @returns {[number, number]} */
function rangesOf(activation, reach) {
  return activation === "sigmoid" ? [0, 1] : activation === "relu" ? [0, reach] : [-reach, reach];
}

/** @param {Outcome} outcome @param {[number, number]} frame */
function placeOf({ row, code }, [low, high]) {
  const share = (/** @type {number} */ at) => (Number(code?.[at]) - low) / (high - low);
  const { width, height, pad } = SIZE;
  return { row, x: pad + share(0) * (width - 2 * pad), y: height - pad - share(1) * (height - 2 * pad) };
}

/** @param {CanvasRenderingContext2D} pen @param {[number, number]} frame @param {Scales} scales */
function drawAxes(pen, [low, high], scales) {
  const { width, height, pad } = SIZE;
  const share = -low / (high - low);
  pen.strokeStyle = scales.token("--line");
  pen.lineWidth = 1;
  pen.strokeRect(pad, pad, width - 2 * pad, height - 2 * pad);
  if (share <= 0) return;
  pen.beginPath();
  pen.moveTo(pad + share * (width - 2 * pad), pad);
  pen.lineTo(pad + share * (width - 2 * pad), height - pad);
  pen.moveTo(pad, height - pad - share * (height - 2 * pad));
  pen.lineTo(width - pad, height - pad - share * (height - 2 * pad));
  pen.stroke();
}
