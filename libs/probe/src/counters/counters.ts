import { Statements } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { CounterNotFoundError } from './counter-not-found.error.js'
import type { CounterDocument } from './counter.schema.js'

interface CounterRow {
  readonly key: string
  readonly value: string
}

const ADD = `
  -- In: key, how much to add. Out: the counter after it.
  -- Invariant: one statement, so two additions at once are both counted, and so is the first one of a key.
  INSERT INTO public.probe_counters AS counter (key, value) VALUES ($1, $2)
  ON CONFLICT (key) DO UPDATE SET value = counter.value + excluded.value
  RETURNING counter.key, counter.value`

const FIND = `
  -- In: key. Out: the counter, or none where nothing was ever added.
  SELECT counter.key, counter.value FROM public.probe_counters AS counter WHERE counter.key = $1`

/** The counters that drills add to. */
@Injectable()
export class Counters {
  constructor(private readonly statements: Statements) {}

  /** Adds once, never twice: where it cannot know whether it did, it says so instead of trying again. */
  async add(key: string, by: number): Promise<CounterDocument> {
    const rows = await this.statements.write<CounterRow>({ name: 'probe-counter-add', text: ADD, values: [key, by] })
    return found(rows, key)
  }

  /** @throws CounterNotFoundError where nothing was ever added. */
  async read(key: string): Promise<CounterDocument> {
    const statement = { name: 'probe-counter-find', text: FIND, values: [key] }
    const rows = await this.statements.read<CounterRow>(statement, { replica: true })
    return found(rows, key)
  }
}

function found([row]: readonly CounterRow[], key: string): CounterDocument {
  if (!row) {
    throw new CounterNotFoundError(key)
  }
  return { key: row.key, value: Number(row.value) }
}
