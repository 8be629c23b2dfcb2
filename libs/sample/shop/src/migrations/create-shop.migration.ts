import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The shop's tables as its entities describe them; the columns and triggers that make them converge are added by the
 * installation of the merge policies. No foreign key and no secondary unique index: either would stop replication at
 * the first row that arrives early or twice.
 */
export class CreateShop1795392000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE public.products (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        description text NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        likes bigint NOT NULL DEFAULT 0,
        request_fingerprint uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`)
    // The order of the public list. Neither column ever changes, so likes and price changes need not touch this index.
    await runner.query(`
      CREATE INDEX products_newest_first ON public.products (created_at DESC, id DESC) WHERE deleted_at IS NULL`)
    await runner.query(`
      CREATE TABLE public.orders (
        id uuid PRIMARY KEY,
        customer text NOT NULL,
        lines jsonb NOT NULL,
        state text NOT NULL DEFAULT 'placed',
        request_fingerprint uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.orders')
    await runner.query('DROP TABLE public.products')
  }
}
