import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The outbox. The columns and triggers that make it converge are added by the installation of the merge policies. */
export class CreateJobs1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.jobs (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        payload jsonb NOT NULL,
        home smallint NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        trace_parent text,
        last_error text,
        deleted_at timestamptz(3)
      )`)
    // Small however many jobs were ever run: it answers "what is the oldest promise not kept" for metrics and operators.
    await runner.query(`
      CREATE INDEX jobs_queued ON public.jobs (home, created_at) WHERE state = 'queued'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.jobs')
  }
}
