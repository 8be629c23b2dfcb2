import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The claims. The columns and triggers that make them converge are added by the installation of the merge policies. */
export class CreateClaims1795480000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.claims (
        namespace text NOT NULL,
        value text NOT NULL,
        holder text NOT NULL,
        claimed_at timestamptz(3) NOT NULL DEFAULT now(),
        state text NOT NULL DEFAULT 'pending',
        deleted_at timestamptz(3),
        PRIMARY KEY (namespace, value)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.claims')
  }
}
