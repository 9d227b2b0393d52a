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
 * @property {string} [optimizer] with one only, like the five that follow
 * @property {number} [iteration]
 * @property {Value} [used_gradient] clipped, penalties added
 * @property {Object<string, {old: Value, new: Value}>} [state] what the optimizer remembers
 * @property {Object<string, Value>} [intermediates]
 * @property {{norm: Num, factor: Num}} [clipping]
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
 * Data to train on, as POST /datasets/{id} gives it; points of one's own have the same shape.
 * @typedef {object} Data
 * @property {string | null} id of the dataset; null for data of one's own
 * @property {string} title
 * @property {"classification" | "regression" | "reconstruction"} kind
 * @property {Num[][]} x rows of inputs
 * @property {Num[][] | null} t rows of targets
 * @property {number} train so many rows come first and are trained on; the rest are held out
 * @property {string[]} features
 * @property {string[]} targets
 * @property {string[]} classes
 * @property {number[] | null} labels each row's class
 * @property {[number, number] | null} image rows and columns of pixels, where a row is one
 * @property {unknown} [scaling]
 * @property {string} [source]
 * @property {Pick<Spec, "layers" | "loss"> & Partial<Spec>} [network] what would suit it
 *
 * @typedef {{dataset: string} & Object<string, any>} DatasetSpec
 * @typedef {{x: Num[][], t: Num[][] | null, train?: number, kind?: Data["kind"]}} OwnData
 *
 * @typedef {object} OptimizerSettings
 * @property {string} name
 * @property {number} learning_rate
 * @property {{name: string} & Object<string, any> | null} [schedule]
 * @property {number | null} [clip]
 * @property {number} [l1]
 * @property {number} [l2]
 * @property {number} [momentum]
 * @property {number} [beta1]
 * @property {number} [beta2]
 * @property {number} [alpha]
 * @property {number} [epsilon]
 * @property {number} [weight_decay]
 *
 * How to train: POST /train's body without what is trained.
 * @typedef {object} TrainSettings
 * @property {DatasetSpec | OwnData | null} [data] none for a program that is minimised as it is
 * @property {OptimizerSettings} optimizer
 * @property {number | null} batch_size null: all training rows
 * @property {number} iterations to stop at
 * @property {{loss: number} | null} until
 * @property {number} seed of the order of rows
 *
 * The same in a link, with the iteration that it rests at.
 * @typedef {Partial<TrainSettings> & {at?: number}} TrainingLink
 *
 * POST /train's body.
 * @typedef {Partial<Pick<Question, "program" | "network" | "values" | "constants" | "roles" | "output">> & Partial<TrainSettings> & {every?: number, pace?: number, include?: string[], watch?: number[], resume?: Resume, sweep?: number}} TrainBody
 * @typedef {{iteration: number, parameters: Object<string, Value>, state?: Object<string, Object<string, Value>>, started?: number}} Resume started: the updates before the optimizer's first
 *
 * The rows of its answer.
 * @typedef {object} Progress
 * @property {"progress"} event
 * @property {number} iteration
 * @property {number} epoch
 * @property {Num} loss
 * @property {Num | null} [validation_loss]
 * @property {Num | null} [error_rate]
 * @property {Num | null} [validation_error_rate]
 * @property {Num} [penalty]
 * @property {Num} [learning_rate]
 * @property {Object<string, Num>} [gradient_norms]
 * @property {number[]} [rows] that the update was made with, where they are not all
 *
 * @typedef {{event: "snapshot", iteration: number, parameters: Object<string, Value>, state?: Object<string, Object<string, Value>>, started?: number, next_rows?: number[] | null}} Snapshot next_rows: those of the coming update; null for all
 * @typedef {{low: number, high: number, cells: string}} Cells
 * @typedef {object} PlaneField
 * @property {"field"} event
 * @property {"plane"} kind
 * @property {number} iteration
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {[number, number]} size
 * @property {number} low
 * @property {number} high
 * @property {string} [output] one byte a cell in base64, row by row from the largest y; 0 is low, 255 is high
 * @property {string} [winner]
 * @property {string} [confidence]
 * @property {[number, number]} neuron_size
 * @property {Cells[][]} layers
 * @typedef {{event: "field", kind: "line", iteration: number, x: Num[], output: Num[][], layers: Num[][][]}} LineField
 * @typedef {{event: "units", iteration: number, layers: {state: "saturated" | "dead" | "ok", share: number}[][]}} Units
 * @typedef {{event: "predictions", iteration: number, rows: number[], outputs: Num[][], code: Num[][] | null}} Predictions
 * @typedef {{event: "run", seed: number, reason: string, iterations: number, loss: Num}} SweepRun
 * @typedef {object} Done
 * @property {"done"} event
 * @property {"iterations" | "target" | "diverged" | "cancelled"} reason
 * @property {number} iteration
 * @property {Num} loss
 * @property {Object<string, Value>} [parameters]
 * @property {Object<string, Object<string, Value>>} [state]
 * @property {{iteration: number, node: string, phase: string, message: string, hint: string} | null} [why]
 * @property {number} [reached]
 * @property {number} [of]
 * @typedef {Progress | Snapshot | PlaneField | LineField | Units | Predictions | SweepRun | Done | (Problem & {event: "error"})} TrainRow
 *
 * Everything known of one iteration.
 * @typedef {object} Frame
 * @property {number} iteration
 * @property {Progress} progress
 * @property {Snapshot | null} snapshot
 * @property {PlaneField | LineField | null} field
 * @property {Units | null} units
 * @property {Predictions | null} predictions
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} label
 * @property {number} color 0 to 5
 * @property {TrainBody} body as it was started
 * @property {TrainSettings} settings the ones in force
 * @property {Data | null} data
 * @property {{from: number, settings: TrainSettings, data: Data | null}[]} segments each with what it was trained with, and on
 * @property {Progress[]} progress the thinned history; grows in place
 * @property {Frame[]} frames the thinned history; grows in place
 * @property {Frame[]} exact iterations computed again because somebody looked; the latest last
 * @property {Frame | null} newest
 * @property {"idle" | "running" | "done" | "failed"} status
 * @property {Done | null} done
 * @property {Problem | null} problem
 * @property {{run: string, iteration: number} | null} parent
 *
 * What the page can do with a training.
 * @typedef {object} TrainingActions
 * @property {() => void} run
 * @property {() => void} pause
 * @property {() => void} toggle
 * @property {(count: number) => Promise<void>} iterate forward, or back where negative
 * @property {() => Promise<void>} epoch
 * @property {() => void} reset the current run, back to iteration 0
 * @property {(iteration: number | null) => Promise<void>} seek null: the newest, and stay with it
 * @property {(patch?: SettingsPatch) => void} branch a new run from the iteration looked at
 * @property {(patch?: SettingsPatch, label?: string) => void} add a new run from iteration 0
 * @property {(id: string) => void} remove
 * @property {(id: string) => void} choose the run that the pictures follow
 * @property {(rows?: number[]) => Promise<void>} openTrace the looked-at iteration in the lab; its own batch if no rows are named
 * @property {(rows: number[]) => Promise<Trace>} traceRows a trace with the looked-at parameters
 * @property {(patch: SettingsPatch) => void} setSettings
 * @property {(data: DatasetSpec | Data, batch?: "as given") => Promise<Problem[]>} setData a dataset by its id and options, or rows at hand
 * @property {(row: number | null) => void} watch
 * @property {(speed: Speed) => void} setSpeed
 * @property {(scene: Scene) => Promise<void>} play
 * @property {(seed: number) => void} trySeed a run of its own for one of a sweep's seeds
 * @typedef {Partial<Omit<TrainSettings, "optimizer">> & {optimizer?: Partial<OptimizerSettings>}} SettingsPatch
 * @typedef {number | "fast"} Speed iterations a picture
 *
 * @typedef {{id: string, title: string, text: string, runs: {label: string, train: TrainBody}[], sweep?: number | null}} Scene
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
 * @property {DatasetSpec | OwnData} [data] whose rows are the input and the target
 * @property {number[]} [rows] of the data
 * @property {OptimizerSettings} [optimizer] in place of the learning rate
 * @property {number} [iteration] the one about to be made
 * @property {Object<string, Object<string, Value>>} [state] the optimizer's
 * @property {number} [started] the updates made before its first
 * @property {TrainingLink} [train] how to train it
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
 * @property {Partial<TrainBody> | null} [train]
 * @property {Scene[]} [scenes]
 * @property {Speed | null} [speed] of its training, if not as usual
 */

export {};
