import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The probe's tables; the columns and triggers that make them converge are added by the installation of the merge
 * policies.
 */
export class CreateProbe1795391000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.probe_registers (
        key text PRIMARY KEY,
        value text NOT NULL,
        deleted_at timestamptz(3)
      )`)
    await runner.query(`
      CREATE TABLE public.probe_counters (
        key text PRIMARY KEY,
        value bigint NOT NULL DEFAULT 0,
        deleted_at timestamptz(3)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.probe_counters')
    await runner.query('DROP TABLE public.probe_registers')
  }
}
