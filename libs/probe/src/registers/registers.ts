import { Statements } from '@bicoastal/database'
import { Injectable } from '@nestjs/common'
import { RegisterNotFoundError } from './register-not-found.error.js'
import type { RegisterDocument } from './register.schema.js'

/** The version of the value: its own where it has one, else the row's. */
const DOCUMENT = 'register.key, register.value, coalesce(register._v_value, register._h) AS version'

const WRITE = `
  -- In: key, value. Out: the register after it.
  -- Invariant: the version grows exactly when the value changes.
  INSERT INTO public.probe_registers AS register (key, value) VALUES ($1, $2)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value
  RETURNING ${DOCUMENT}`

const FIND = `
  -- In: key. Out: the register, or none where nothing was ever written.
  SELECT ${DOCUMENT} FROM public.probe_registers AS register WHERE register.key = $1`

/** The registers that drills write. */
@Injectable()
export class Registers {
  constructor(private readonly statements: Statements) {}

  /** Writes; when the connection breaks under it, again, which ends in the same value. */
  async write(key: string, value: string): Promise<RegisterDocument> {
    const statement = { name: 'probe-register-write', text: WRITE, values: [key, value] }
    return found(await this.statements.write<RegisterDocument>(statement, { idempotent: true }), key)
  }

  /** @throws RegisterNotFoundError where nothing was ever written. */
  async read(key: string): Promise<RegisterDocument> {
    const statement = { name: 'probe-register-find', text: FIND, values: [key] }
    return found(await this.statements.read<RegisterDocument>(statement, { replica: true }), key)
  }
}

function found([row]: readonly RegisterDocument[], key: string): RegisterDocument {
  if (!row) {
    throw new RegisterNotFoundError(key)
  }
  return row
}
