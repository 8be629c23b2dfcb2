import type { Constructor } from '@bicoastal/kernel'
import type { CheckedMigration } from '@bicoastal/convergence'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The SQL that a migration would run, without a database. Answers every query with no rows.
 *
 * @throws TypeError when it does anything but run SQL: what TypeORM makes of its other methods depends on the database.
 */
export async function recordedSql(type: Constructor): Promise<CheckedMigration> {
  const statements: string[] = []
  const runner = new Proxy({} as QueryRunner, {
    get: (_target, property) => {
      if (property === 'then') return undefined
      if (property === 'query') {
        return async (text: string) => {
          statements.push(text)
          return []
        }
      }
      throw new TypeError(
        `${type.name} uses runner.${String(property)}, which cannot be checked; write it as SQL with runner.query().`,
      )
    },
  })
  await (new type() as MigrationInterface).up(runner)
  const { contract } = type as { contract?: unknown }
  return { name: type.name, sql: statements.join(';\n'), contract: typeof contract === 'string' ? contract : undefined }
}
