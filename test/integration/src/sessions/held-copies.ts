import { eventually, seconds } from '@bicoastal/kernel'
import { Client } from 'pg'
import type { SessionRegion } from './session-region.js'

/** What holds the copy of a table up. */
export interface Gate {
  /** Resolves when the copy waits. */
  untilReached(): Promise<void>
  /** Lets it go on. */
  open(): Promise<void>
}

const INSTALL = `
  -- In: none. Out: none.
  -- Invariant: holds up who inserts into the table, which is the copy alone: changes that arrive meanwhile wait for its end.
  SELECT pg_advisory_lock(4711);
  CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(4711); RETURN NEW; END';
  CREATE TRIGGER a_gate BEFORE INSERT ON public.probe_registers FOR EACH ROW EXECUTE FUNCTION public.wait_at_gate();
  ALTER TABLE public.probe_registers ENABLE ALWAYS TRIGGER a_gate`

const REMOVE = `
  SELECT pg_advisory_unlock(4711);
  DROP TRIGGER a_gate ON public.probe_registers;
  DROP FUNCTION public.wait_at_gate()`

/** Holds up every copy of the registers into `region` from now on, as if there were a great many of them. */
export async function holdCopies({ region }: SessionRegion): Promise<Gate> {
  const keeper = new Client({ connectionString: region.databaseUrls.admin })
  await keeper.connect()
  await keeper.query(INSTALL)
  const waiting =
    "SELECT count(*) > 0 AS held FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted"
  return {
    untilReached: async () => {
      await eventually(async () => (await keeper.query(waiting)).rows[0].held, {
        awaited: 'the copy to reach the gate',
        deadline: seconds(10),
      })
    },
    open: async () => {
      await keeper.query(REMOVE)
      await keeper.end()
    },
  }
}
