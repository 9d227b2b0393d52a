// Lines between cells: where a grid of numbers crosses a level, and where one class gives way to another.

/**
 * Draw each piece of the line at which the numbers cross a level, by marching squares: cells with their centres as
 * corners, straight between two crossings of edges.
 * @param {ArrayLike<number>} numbers row by row
 * @param {readonly [number, number]} size columns, rows
 * @param {number} level
 * @param {(x1: number, y1: number, x2: number, y2: number) => void} draw in columns and rows
 */
export function drawContour(numbers, [columns, rows], level, draw) {
  /** @type {number[]} */
  const crossings = [];
  for (let y = 0; y + 1 < rows; y += 1) {
    for (let x = 0; x + 1 < columns; x += 1) {
      const at = y * columns + x;
      const a = /** @type {number} */ (numbers[at]) - level;
      const b = /** @type {number} */ (numbers[at + 1]) - level;
      const c = /** @type {number} */ (numbers[at + columns + 1]) - level;
      const d = /** @type {number} */ (numbers[at + columns]) - level;
      if (a < 0 === b < 0 && b < 0 === c < 0 && c < 0 === d < 0) continue;
      crossings.length = 0;
      if (a < 0 !== b < 0) crossings.push(x + a / (a - b), y);
      if (b < 0 !== c < 0) crossings.push(x + 1, y + b / (b - c));
      if (c < 0 !== d < 0) crossings.push(x + d / (d - c), y + 1);
      if (d < 0 !== a < 0) crossings.push(x, y + a / (a - d));
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3, y3, x4, y4] = crossings;
      if (x3 === undefined || y3 === undefined || x4 === undefined || y4 === undefined) draw(x1, y1, x2, y2);
      // A saddle: what the four have in the middle says which corners hang together.
      else if (a + b + c + d < 0 === a < 0) {
        draw(x1, y1, x2, y2);
        draw(x3, y3, x4, y4);
      } else {
        draw(x1, y1, x4, y4);
        draw(x2, y2, x3, y3);
      }
    }
  }
}

/**
 * Draw the borders between classes. Where two of them compete, the one's share is what the other's leaves: so each
 * class's border runs where its share, known or inferred, crosses a half.
 * @param {Uint8Array} winner
 * @param {Uint8Array} confidence of the winner, 255 is all
 * @param {readonly [number, number]} size
 * @param {number} count of classes
 * @param {(x1: number, y1: number, x2: number, y2: number) => void} draw
 */
export function drawBorders(winner, confidence, size, count, draw) {
  const share = new Uint8Array(winner.length);
  // The border of the last class is those of the others.
  for (let one = 0; one < count - 1; one += 1) {
    for (let i = 0; i < share.length; i += 1) {
      const sure = confidence[i] ?? 0;
      share[i] = winner[i] === one ? Math.max(sure, 128) : Math.min(255 - sure, 127);
    }
    drawContour(share, size, 127.5, draw);
  }
}

/**
 * Cells without the steps of their bytes: on a gentle slope a step is wider than a cell, and a line along it would
 * stagger. Each is averaged with its neighbours by weights 1, 4, 6, 4, 1 both ways.
 * @param {Uint8Array} cells
 * @param {readonly [number, number]} size
 */
export function smoothed(cells, [columns, rows]) {
  const across = new Float32Array(cells.length);
  const both = new Float32Array(cells.length);
  for (let y = 0; y < rows; y += 1) spread(cells, across, y * columns, 1, columns);
  for (let x = 0; x < columns; x += 1) spread(across, both, x, columns, rows);
  return both;
}

/** Average along one row or column; beyond its ends it goes on as it is there. @param {Uint8Array | Float32Array} from @param {Float32Array} to @param {number} first @param {number} stride @param {number} count */
function spread(from, to, first, stride, count) {
  const last = first + (count - 1) * stride;
  for (let at = first; at <= last; at += stride) {
    const before = at - stride < first ? first : at - stride;
    const after = at + stride > last ? last : at + stride;
    const earlier = before - stride < first ? first : before - stride;
    const later = after + stride > last ? last : after + stride;
    to[at] = ((from[earlier] ?? 0) + 4 * (from[before] ?? 0) + 6 * (from[at] ?? 0) + 4 * (from[after] ?? 0) + (from[later] ?? 0)) / 16;
  }
}
