import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Stock, what orders hold of it, tags and customers. Columns come with defaults: rows of the release before arrive without them. */
export class AddStockTagsCustomers1795480200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE public.products ADD COLUMN tags text[] NOT NULL DEFAULT '{}'`)
    await runner.query('CREATE INDEX products_tags ON public.products USING gin (tags) WHERE deleted_at IS NULL')
    await runner.query('ALTER TABLE public.orders ADD COLUMN home smallint')
    await runner.query(`
      CREATE TABLE public.product_stocks (
        product_id uuid PRIMARY KEY,
        available bigint NOT NULL DEFAULT 0,
        reserved bigint NOT NULL DEFAULT 0,
        deleted_at timestamptz(3)
      )`)
    await runner.query(`
      CREATE TABLE public.reservations (
        id uuid PRIMARY KEY,
        order_id uuid NOT NULL,
        region smallint NOT NULL,
        lines jsonb NOT NULL,
        state text NOT NULL DEFAULT 'held',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`)
    await runner.query(`
      CREATE TABLE public.customers (
        id uuid PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        registered_by text NOT NULL,
        request_fingerprint uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        deleted_at timestamptz(3)
      )`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE public.customers')
    await runner.query('DROP TABLE public.reservations')
    await runner.query('DROP TABLE public.product_stocks')
    await runner.query('ALTER TABLE public.orders DROP COLUMN home')
    await runner.query('ALTER TABLE public.products DROP COLUMN tags')
  }
}
