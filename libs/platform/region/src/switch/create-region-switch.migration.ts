import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The operators' switch of this region. Not replicated: each region has its own, and a restart keeps it. */
export class CreateRegionSwitch1795305600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.region_switch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        state text NOT NULL CHECK (state IN ('active', 'draining', 'evacuated', 'returning')),
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        changed_by text NOT NULL
      )`)
    await runner.query(`INSERT INTO public.region_switch (state, changed_by) VALUES ('active', 'installation')`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.region_switch')
  }
}
