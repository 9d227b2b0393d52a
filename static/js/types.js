// The JSON that the API gives, as types. Nothing runs here.

/**
 * A number; one that is not finite travels as a string.
 * @typedef {number | "NaN" | "Infinity" | "-Infinity"} Num
 * @typedef {Num | Num[] | Num[][] | Num[][][] | Num[][][][]} Numbers
 *
 * An array too large to travel whole: its extent, and of each block of it the entry of largest magnitude.
 * @typedef {object} Folded
 * @property {true} folded
 * @property {number[]} shape
 * @property {Num} min
 * @property {Num} max
 * @property {Num} mean
 * @property {Num} norm
 * @property {Num[][]} tiles at most 48 × 48
 *
 * @typedef {Numbers | Folded} Value
 *
 * @typedef {object} GraphNode
 * @property {string} id
 * @property {"leaf" | "op"} kind
 * @property {string | null} op
 * @property {string} symbol
 * @property {"input" | "target" | "parameter" | "constant" | null} role
 * @property {boolean} inline
 * @property {Object<string, unknown>} [attributes]
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
 * @property {Value[]} [samples] each row's own contribution, in the operand's shape; their sum is the contribution
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
 * @property {Formula} [delta] of a layer's pre-activation: δ by its recursion
 * @property {Collapse} [collapse] of a softmax before cross-entropy: both derivatives in one
 *
 * @typedef {object} Collapse
 * @property {string} symbolic
 * @property {string} numeric
 * @property {Value} value
 * @property {Num} difference between the long way and the short one, at most
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
 * @property {Network | null} [network] the layers in it, where there are any
 * @property {Warning[]} warnings
 * @property {{line: number, column: number, text: string}[]} ignored
 *
 * A trace seen as a network.
 * @typedef {object} Network
 * @property {"matrix" | "scalar"} form
 * @property {number | null} samples rows of the input; null where activations have no batch axis
 * @property {Layer[]} layers layer 0 is the input
 * @property {{node: string, op: string | null, target: string | null} | null} loss what follows the last layer
 * @property {Object<string, Part>} nodes what each node is in the network, by its id in the tensor graph
 *
 * @typedef {object} Layer node ids at tensor level; null where there is none
 * @property {number} units
 * @property {string | null} a the activation; null for a layer whose z is what the next one reads
 * @property {string | null} z
 * @property {string | null} W inputs × units
 * @property {string | null} b
 * @property {string | null} activation
 * @property {Neuron[] | null} neurons of the scalar form
 * @property {LayerEdges | null} [edges]
 *
 * @typedef {object} Neuron
 * @property {string | null} [z]
 * @property {string | null} [a]
 * @property {string | null} [b]
 * @property {(string | null)[]} [weights]
 *
 * @typedef {object} LayerEdges
 * @property {number} of how many there are; `shown` may hold the strongest only
 * @property {[number, number][]} shown unit of the previous layer, unit of this one
 * @property {Num[]} weights
 * @property {Num[] | null} gradients
 *
 * Layer and part; in the scalar form also the unit, and of a weight the input.
 * @typedef {[layer: number, part: "a" | "z" | "W" | "b" | "product" | "target" | "loss", unit?: number, input?: number]} Part
 *
 * What one neuron does, as POST /neuron tells it.
 * @typedef {object} NeuronAnswer
 * @property {Formula} z
 * @property {Formula | null} a
 * @property {Formula | null} delta
 * @property {{input: number, id: string, value: Num, gradient: Num | null, step: number | null}[]} weights
 * @property {number} of
 * @property {{id: string, value: Num, gradient: Num | null, step: number | null} | null} [bias]
 *
 * A network as the builder describes it, POST /network's body.
 * @typedef {object} Spec
 * @property {{units: number, activation?: string | null}[]} layers the first is the input
 * @property {string} loss
 * @property {string | ({name: string} & Record<string, string | number>)} init
 * @property {number} seed
 * @property {number | null} [batch]
 * @property {number} [learning_rate]
 *
 * @typedef {object} Built POST /network's answer
 * @property {string} program
 * @property {Object<string, Value>} values
 * @property {Object<string, "input" | "target" | "parameter" | "constant">} roles
 * @property {Layer[]} layers
 * @property {string} output
 *
 * What every view of a trace is: it hears the store itself and repaints while its host is to be seen.
 * @typedef {object} View
 * @property {() => void} paint
 * @property {() => void} fit
 * @property {(factor: number) => void} zoomBy
 * @property {() => void} [dispose]
 *
 * @typedef {"graph" | "network" | "backward" | "matrices"} ViewName
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
 * @property {Spec} [network] gives values and roles to the leaves of the same name and shape
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
 * @property {ViewName} [view] the view it opens in
 * @property {Question} trace
 */

export {};
