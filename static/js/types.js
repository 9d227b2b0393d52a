// The JSON that the API gives, as types. Nothing runs here.

/**
 * A number; one that is not finite travels as a string.
 * @typedef {number | "NaN" | "Infinity" | "-Infinity"} Num
 * @typedef {Num | Num[] | Num[][] | Num[][][] | Num[][][][]} Value
 *
 * @typedef {object} GraphNode
 * @property {string} id
 * @property {"leaf" | "op"} kind
 * @property {string | null} op
 * @property {string} symbol
 * @property {"input" | "target" | "parameter" | "constant" | null} role
 * @property {boolean} inline
 * @property {number[]} shape
 * @property {number | null} [line]
 *
 * @typedef {{id: string, source: string, target: string, operand: number}} GraphEdge
 * @typedef {{nodes: GraphNode[], edges: GraphEdge[]}} Graph
 * @typedef {{symbolic: string, numeric: string}} Formula
 *
 * @typedef {object} Jacobian
 * @property {number[]} shape
 * @property {number[] | null} block
 * @property {Num[][][] | null} blocks
 * @property {string} [omitted]
 *
 * @typedef {object} Term
 * @property {string} edge
 * @property {string} consumer
 * @property {number} operand
 * @property {Value} upstream
 * @property {Value | null} local
 * @property {Value} contribution
 * @property {string} structure
 * @property {number[]} summed_axes
 * @property {Formula} [formula]
 * @property {Jacobian} [jacobian]
 *
 * @typedef {object} Step
 * @property {number} index
 * @property {"forward" | "backward" | "update"} phase
 * @property {string} node
 * @property {string[]} [operands]
 * @property {Value} [value]
 * @property {Value} [gradient]
 * @property {Value} [seed]
 * @property {Term[]} [terms]
 * @property {Value} [old]
 * @property {number} [learning_rate]
 * @property {Object<string, number[]>} [shapes]
 * @property {string} [title]
 * @property {Formula} [formula]
 * @property {string} [text]
 * @property {{numpy: string, pytorch: string}} [code]
 *
 * @typedef {{code: string, node: string, phase: string, message: string, hint: string}} Warning
 *
 * @typedef {object} Trace
 * @property {Graph} graph
 * @property {"tensor" | "element"} granularity
 * @property {string} output
 * @property {Object<string, Value>} values
 * @property {Object<string, Value>} gradients
 * @property {Object<string, Value>} updates
 * @property {Step[]} steps
 * @property {Warning[]} warnings
 * @property {{line: number, column: number, text: string}[]} ignored
 *
 * @typedef {object} Problem
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {string} [hint]
 * @property {number | null} [line]
 * @property {number | null} [column]
 * @property {number | null} [end_line]
 * @property {number | null} [end_column]
 * @property {Problem[]} [errors]
 *
 * @typedef {{x: number, y: number}} Point
 * @typedef {{id: string, x: number, y: number, width: number, height: number}} Box
 * @typedef {{width: number, height: number, boxes: Box[], paths: {id: string, points: Point[]}[]}} Layout
 *
 * @typedef {object} Question
 * @property {string} program
 * @property {Object<string, Value>} [values]
 * @property {string} [output]
 * @property {Value} [seed]
 * @property {string[]} [constants]
 * @property {Object<string, string>} [roles]
 * @property {number} [learning_rate]
 * @property {"tensor" | "element"} [granularity]
 *
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} title
 * @property {string} summary
 * @property {string[]} idea
 * @property {string[]} try
 * @property {Object<string, Value> | null} [what_if]
 * @property {Question} trace
 */

export {};
