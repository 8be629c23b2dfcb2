import type { Client } from 'pg'
import { eventually } from '@bicoastal/kernel'
import type { CopyingStream } from './change-stream.js'

const NAME = 'bench'

/** Which publication is read, where it is, and what `CREATE SUBSCRIPTION` is told beyond the usual. */
export interface NativeStreamOptions {
  readonly publication: string
  readonly publisherUrl: string
  /** `name = value, ...` */
  readonly settings: string
}

/** PostgreSQL's own logical replication. */
export function nativeStream(publisher: Client, subscriber: Client, options: NativeStreamOptions): CopyingStream {
  const create = async (settings: string): Promise<void> => {
    await publisher.query(`SELECT pg_create_logical_replication_slot('${NAME}', 'pgoutput')`)
    await subscriber.query(
      `CREATE SUBSCRIPTION ${NAME} CONNECTION '${options.publisherUrl}' PUBLICATION ${options.publication} ` +
        `WITH (create_slot = false, slot_name = '${NAME}', ${settings}, ${options.settings})`,
    )
  }
  return {
    prepare: () => create('enabled = false, copy_data = false'),
    copy: () => create('copy_data = true'),
    start: async () => {
      await subscriber.query(`ALTER SUBSCRIPTION ${NAME} ENABLE`)
    },
    drop: async () => {
      await subscriber.query(`ALTER SUBSCRIPTION ${NAME} DISABLE`)
      await subscriber.query(`ALTER SUBSCRIPTION ${NAME} SET (slot_name = NONE)`)
      await subscriber.query(`DROP SUBSCRIPTION ${NAME}`)
      await untilUnused(publisher)
      await publisher.query(`SELECT pg_drop_replication_slot('${NAME}')`)
    },
  }
}

async function untilUnused(publisher: Client): Promise<void> {
  await eventually(
    async () => {
      const { rows } = await publisher.query(
        `SELECT NOT active AS unused FROM pg_replication_slots WHERE slot_name = '${NAME}'`,
      )
      return rows[0]?.unused
    },
    { awaited: 'the slot of the benchmark to be let go' },
  )
}
