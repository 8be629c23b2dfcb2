import { Statements } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { SetNotFoundError } from './set-not-found.error.js'
import type { SetDocument } from './set.schema.js'

const ADD = `
  -- In: key, element. Out: the set after it.
  -- Invariant: an element that is there already is added anew, so that a concurrent removal does not take it away.
  INSERT INTO public.probe_sets AS entry (key, elements) VALUES ($1, ARRAY[$2::text])
  ON CONFLICT (key) DO UPDATE SET elements = array_append(entry.elements, $2::text)
  RETURNING entry.key, entry.elements`

const REMOVE = `
  -- In: key, element. Out: the set after it; none where nothing was ever added.
  -- Invariant: only what is seen here is removed.
  UPDATE public.probe_sets AS entry SET elements = array_remove(entry.elements, $2::text) WHERE entry.key = $1
  RETURNING entry.key, entry.elements`

const FIND = `
  -- In: key. Out: the set, or none where nothing was ever added.
  SELECT entry.key, entry.elements FROM public.probe_sets AS entry WHERE entry.key = $1`

/** The sets that drills add to and remove from. */
@Injectable()
export class Sets {
  constructor(private readonly statements: Statements) {}

  /** Adds; when the connection breaks under it, again, which ends in the same set. */
  async add(key: string, element: string): Promise<SetDocument> {
    const statement = { name: 'probe-set-add', text: ADD, values: [key, element] }
    return found(await this.statements.write<SetDocument>(statement, { idempotent: true }), key)
  }

  /** Removes; what is not there stays away. @throws SetNotFoundError where nothing was ever added. */
  async remove(key: string, element: string): Promise<SetDocument> {
    const statement = { name: 'probe-set-remove', text: REMOVE, values: [key, element] }
    return found(await this.statements.write<SetDocument>(statement, { idempotent: true }), key)
  }

  /** @throws SetNotFoundError where nothing was ever added. */
  async read(key: string): Promise<SetDocument> {
    const statement = { name: 'probe-set-find', text: FIND, values: [key] }
    return found(await this.statements.read<SetDocument>(statement, { replica: true }), key)
  }
}

function found([row]: readonly SetDocument[], key: string): SetDocument {
  if (!row) throw new SetNotFoundError(key)
  return row
}
