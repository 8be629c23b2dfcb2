import { bookkeepingOf } from '../model/bookkeeping.js'
import type { ReplicatedTable } from '../model/replicated-table.js'

/** A migration as the check sees it. */
export interface CheckedMigration {
  readonly name: string
  /** The SQL that it runs. */
  readonly sql: string
  /** Why what it takes away is not needed by any release that may still run; migrations that take something away must say so. */
  readonly contract: string | undefined
}

interface Rule {
  /** Found in what follows `ALTER TABLE <table>`, or in a whole statement about it. */
  readonly pattern: RegExp
  readonly fault: string
  /** Allowed where the migration says why. */
  readonly contract?: boolean
}

const VOLATILE = String.raw`(?:now|clock_timestamp|current_timestamp|localtimestamp|statement_timestamp|random|gen_random_uuid|uuidv\d|nextval|txid_current)`

/** A default of nothing, whatever its type: 0, '0', '{}', ARRAY[], with or without a cast. */
const NOTHING = String.raw`[('+]*(?:0+(?![\w.])|\{\}|ARRAY\[\])`

const ON_ALTER: readonly Rule[] = [
  {
    pattern:
      /ADD (?:COLUMN )?(?:IF NOT EXISTS )?(?!CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)[^,]*\bNOT NULL(?![^,]*DEFAULT)(?<!DEFAULT[^,]*)/i,
    fault:
      'adds a column that is NOT NULL without a constant default: rows of a peer that does not have it yet cannot be stored. Give it a default, or let it be NULL.',
  },
  {
    pattern: new RegExp(String.raw`ADD (?:COLUMN )?[^,]*DEFAULT[^,]*\b${VOLATILE}\b`, 'i'),
    fault:
      'adds a column whose default is another value in each region, and rows that are there would differ for good. Use a constant, and let the service write the value.',
  },
  {
    pattern: /\bDROP (?:COLUMN )?(?!CONSTRAINT|DEFAULT|NOT NULL|EXPRESSION|IDENTITY)/i,
    fault:
      'drops a column that the release before, or the peer, may still send. First ship a release whose entity does not have it, to both regions; then drop it and say so in `static readonly contract`.',
    contract: true,
  },
  {
    pattern: /\bRENAME\b/i,
    fault:
      'renames something that the other region knows by its old name. Add a new column, write both, and drop the old one two releases later.',
  },
  {
    pattern: /\bALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/i,
    fault:
      'changes the type of a column while the other region still sends the old one. Add a new column, write both, and drop the old one two releases later.',
  },
  {
    pattern: /\bSET NOT NULL\b/i,
    fault:
      'forbids NULL, which the release before or the peer may still send; replication would stop. Check it in the service.',
  },
  {
    pattern: /\bADD (?:CONSTRAINT \S+ )?UNIQUE\b/i,
    fault:
      'adds a unique constraint, which stops replication at the first duplicate. Use a claim, or derive the id from the value.',
  },
  {
    pattern: /\b(?:DISABLE|ENABLE) (?:ALWAYS |REPLICA )?TRIGGER\b/i,
    fault: 'switches triggers, which is for the installation to do.',
  },
]

/** What a counter, an escrow or a set holds is what regions have accounted for, and a default is in no region's account. */
function onAccount(column: string, nothing: string): Rule {
  return {
    pattern: new RegExp(
      String.raw`ADD (?:COLUMN )?(?:IF NOT EXISTS )?"?${column}"?(?![\w"])[^,]*\bDEFAULT (?!${NOTHING})`,
      'i',
    ),
    fault: `adds ${column} with a default other than ${nothing}: no region has accounted for that, and it would be lost with the first merge. Make the default ${nothing}, and let a job write what rows are to begin with.`,
  }
}

const name = (table: string) => String.raw`(?:"?public"?\.)?"?${table}"?(?![\w"])`

function onStatements(table: string): readonly Rule[] {
  return [
    {
      pattern: new RegExp(String.raw`\bCREATE UNIQUE INDEX\b[^;]*\bON (?:ONLY )?${name(table)}`, 'i'),
      fault:
        'creates a unique index, which stops replication at the first duplicate. Use a claim, or derive the id from the value.',
    },
    {
      pattern: new RegExp(String.raw`\b(?:DELETE FROM|TRUNCATE(?: TABLE)?) (?:ONLY )?${name(table)}`, 'i'),
      fault: 'deletes rows physically, which is not replicated. Set their tombstones, in a job.',
    },
    {
      pattern: new RegExp(String.raw`\b(?:UPDATE|INSERT INTO|MERGE INTO) (?:ONLY )?${name(table)}`, 'i'),
      fault:
        'writes rows. It runs in both regions, and both write the same rows at the same time. Do it in a job, which runs once.',
    },
    {
      pattern: new RegExp(String.raw`\bDROP TABLE (?:IF EXISTS )?${name(table)}`, 'i'),
      fault:
        'drops a table that the peer may still send. First ship a release without the entity to both regions; then drop it and say so in `static readonly contract`.',
      contract: true,
    },
  ]
}

/**
 * What in migrations breaks a rollout in which both regions are on different releases for a while, or keeps regions from becoming equal; each with what to
 * do instead. Tables that a migration itself creates are its own business.
 */
export function faultsOfMigrations(
  migrations: readonly CheckedMigration[],
  tables: readonly ReplicatedTable[],
): readonly string[] {
  return migrations.flatMap((migration) => {
    const sql = withoutComments(migration.sql)
    const faults = /\b(?:CREATE|ALTER|DROP) (?:PUBLICATION|SUBSCRIPTION)\b/i.test(sql)
      ? ['touches publications or subscriptions, which is for the installation to do.']
      : []
    for (const table of tables) {
      const creates = new RegExp(String.raw`\bCREATE TABLE (?:IF NOT EXISTS )?${name(table.name)}`, 'i')
      if (creates.test(sql)) continue
      for (const fault of faultsOfTable(sql, table, migration.contract)) faults.push(`${table.name}: it ${fault}`)
    }
    return faults.map((fault) => `${migration.name}: ${fault}`)
  })
}

function faultsOfTable(sql: string, table: ReplicatedTable, contract: string | undefined): readonly string[] {
  const alter = new RegExp(String.raw`\bALTER TABLE (?:IF EXISTS )?(?:ONLY )?${name(table.name)}([^;]*)`, 'gi')
  const clauses = [...sql.matchAll(alter)].map(([, clause = '']) => clause)
  const accounts = bookkeepingOf(table).flatMap(({ accountsFor }) => accountsFor ?? [])
  const broken = [
    ...[...ON_ALTER, ...accounts.map(({ column, nothing }) => onAccount(column, nothing))].filter(({ pattern }) =>
      clauses.some((clause) => pattern.test(clause)),
    ),
    ...onStatements(table.name).filter(({ pattern }) => pattern.test(sql)),
  ]
  return broken.filter((rule) => !(rule.contract && contract)).map(({ fault }) => fault)
}

const withoutComments = (sql: string): string =>
  sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
