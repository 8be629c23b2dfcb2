import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The probe's tables for sets, ledgers and escrows; claims are the platform's own table. */
export class CreateProbeOfAllPolicies1795480100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.probe_sets (
        key text PRIMARY KEY,
        elements text[] NOT NULL DEFAULT '{}',
        deleted_at timestamptz(3)
      )`)
    await runner.query(`
      CREATE TABLE public.probe_ledger_entries (
        id uuid PRIMARY KEY,
        account text NOT NULL,
        amount bigint NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      )`)
    await runner.query(
      'CREATE INDEX probe_ledger_entries_account ON public.probe_ledger_entries (account, created_at, id)',
    )
    await runner.query(`
      CREATE TABLE public.probe_escrows (
        key text PRIMARY KEY,
        value bigint NOT NULL DEFAULT 0,
        deleted_at timestamptz(3)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.probe_escrows')
    await runner.query('DROP TABLE public.probe_ledger_entries')
    await runner.query('DROP TABLE public.probe_sets')
  }
}
