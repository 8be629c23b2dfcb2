/** One step of an installation: what it does, for people, and the statements that do it. */
export interface Change {
  readonly what: string
  readonly sql: string
}
