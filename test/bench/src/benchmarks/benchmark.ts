/** One line of the table. */
export interface Measurement {
  readonly name: string
  /** What was compared with what, or how it was measured. */
  readonly against: string
  readonly result: string
  readonly target: string
  /** Absent where there is nothing to miss. */
  readonly met?: boolean
  /** Everything that was measured, for the JSON file. */
  readonly details: unknown
}
