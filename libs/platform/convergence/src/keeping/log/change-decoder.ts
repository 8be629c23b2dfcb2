import type { LogPosition } from '@bicoastal/kernel'

/** A table as the peer describes it in its stream. */
export interface StreamedTable {
  readonly schema: string
  readonly name: string
}

/** The key columns of a row with their values as text, by name: the order of a table's columns is not that of its key. */
export type StreamedKey = ReadonlyMap<string, string>

/** What of a message of the stream matters here. */
export type StreamedChange =
  /** `position` is where the transaction's commit is written: replication sends it when it has not yet been applied beyond that. */
  | { readonly kind: 'begin'; readonly position: LogPosition }
  | { readonly kind: 'row'; readonly table: StreamedTable; readonly key: StreamedKey }
  /** Whoever has applied the transaction has applied everything before `end`. */
  | { readonly kind: 'commit'; readonly end: LogPosition }

interface Relation extends StreamedTable {
  /** Per column its name where it belongs to the key, else `null`. */
  readonly keys: readonly (string | null)[]
}

const letter = (text: string): number => text.charCodeAt(0)
const [BEGIN, COMMIT, RELATION, INSERT, UPDATE] = ['B', 'C', 'R', 'I', 'U'].map(letter)
const [NEW_TUPLE, NULL_VALUE, UNCHANGED] = ['N', 'n', 'u'].map(letter)

/**
 * Reads messages of PostgreSQL's logical replication protocol (version 1, text) as far as it takes to know which rows a transaction changed.
 * Feed it every message of one stream in order: tables are described once, before their first row.
 */
export class ChangeDecoder {
  readonly #relations = new Map<number, Relation>()

  /** What the message says, or `null` when it is about something else. */
  decode(message: Buffer): StreamedChange | null {
    const kind = message.readUInt8(0)
    if (kind === BEGIN) return { kind: 'begin', position: message.readBigUInt64BE(1) }
    // A byte of flags and the position of the commit come before its end.
    if (kind === COMMIT) return { kind: 'commit', end: message.readBigUInt64BE(10) }
    if (kind === RELATION) this.#remember(new MessageReader(message, 1))
    if (kind !== INSERT && kind !== UPDATE) return null
    const reader = new MessageReader(message, 1)
    const relation = this.#relations.get(reader.integer())
    if (relation === undefined) throw new TypeError('The stream changes a table that it did not describe.')
    // An update may begin with the old key; only the new row counts.
    while (reader.byte() !== NEW_TUPLE) reader.tuple()
    const { schema, name, keys } = relation
    const values = reader.tuple()
    const key = keys.flatMap((column, place) => (column === null ? [] : [[column, values[place] ?? ''] as const]))
    return { kind: 'row', table: { schema, name }, key: new Map(key) }
  }

  #remember(reader: MessageReader): void {
    const id = reader.integer()
    const [schema, name] = [reader.text(), reader.text()]
    reader.byte() // replica identity
    const keys = Array.from({ length: reader.short() }, () => {
      const isKey = reader.byte() === 1
      const column = reader.text()
      reader.integer() // type
      reader.integer() // type modifier
      return isKey ? column : null
    })
    this.#relations.set(id, { schema, name, keys })
  }
}

class MessageReader {
  constructor(
    private readonly message: Buffer,
    private offset: number,
  ) {}

  byte(): number {
    return this.message.readUInt8(this.#advance(1))
  }

  short(): number {
    return this.message.readUInt16BE(this.#advance(2))
  }

  integer(): number {
    return this.message.readUInt32BE(this.#advance(4))
  }

  /** A text that ends with a zero byte. */
  text(): string {
    const end = this.message.indexOf(0, this.offset)
    return this.message.toString('utf8', this.#advance(end + 1 - this.offset), end)
  }

  /** The values of a row; `null` for NULL and for what was not sent. */
  tuple(): readonly (string | null)[] {
    return Array.from({ length: this.short() }, () => {
      const kind = this.byte()
      if (kind === NULL_VALUE || kind === UNCHANGED) return null
      const length = this.integer()
      const start = this.#advance(length)
      return this.message.toString('utf8', start, start + length)
    })
  }

  #advance(by: number): number {
    const start = this.offset
    this.offset += by
    return start
  }
}
