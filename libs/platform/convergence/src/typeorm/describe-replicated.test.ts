import {
  Column,
  DataSource,
  DeleteDateColumn,
  Entity,
  Index,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm'
import { describe, expect, test } from 'vitest'
import { Merge } from '../declaration/merge.js'
import { Replicated } from '../declaration/replicated.decorator.js'
import { InvalidReplicatedEntityError } from '../invalid-replicated-entity.error.js'
import { describeEntities, describeReplicated } from './describe-replicated.js'

@Entity('parcels')
@Replicated()
class Parcel {
  @PrimaryColumn('uuid') id!: string
  @Column('varchar', { length: 80 }) note!: string
  @Column('text') @Merge.lastWriteWins({ group: 'address' }) street!: string
  @Column('integer') @Merge.counter() scans!: number
  @Column('text') @Merge.lastWriteWins({ group: 'address' }) city!: string
  @Column('text') @Merge.highest(['sent', 'delivered']) state!: string
  @Column({ type: 'integer', generatedType: 'STORED', asExpression: 'length(note)' }) length!: number
  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' }) deletedAt!: Date | null
}

@Entity('depots')
@Replicated()
class Depot {
  @PrimaryColumn('text') code!: string
  @DeleteDateColumn({ type: 'timestamptz' }) closed!: Date | null
}

@Entity('notes')
class LocalNote {
  @PrimaryColumn('uuid') id!: string
}

async function faultsOf(entity: new () => object): Promise<string> {
  const error: unknown = await describeEntities([entity]).catch((thrown: unknown) => thrown)
  return error instanceof InvalidReplicatedEntityError ? error.faults.join('\n') : 'no faults'
}

describe('describeEntities', () => {
  test('leaves out what is not replicated, and sorts by table', async () => {
    const tables = await describeEntities([Parcel, LocalNote, Depot])
    expect(tables.map((table) => table.name)).toEqual(['depots', 'parcels'])
  })

  test('puts every stored column outside the key into exactly one unit, columns of a group together', async () => {
    const [parcels] = await describeEntities([Parcel])
    const units = parcels?.units.map((unit) => [unit.policy, unit.name, unit.columns.map((column) => column.name)])
    expect(units).toEqual([
      ['lastWriteWins', 'note', ['note']],
      ['lastWriteWins', 'address', ['street', 'city']],
      ['counter', 'scans', ['scans']],
      ['highest', 'state', ['state']],
      ['tombstone', 'deleted_at', ['deleted_at']],
    ])
  })

  test('takes a key that is not a UUID for a natural one', async () => {
    const [depots, parcels] = await describeEntities([Parcel, Depot])
    expect([depots?.naturalKey, parcels?.naturalKey]).toEqual([true, false])
  })

  test('takes an unconnected data source that has read no metadata for one without tables', () => {
    expect(describeReplicated(new DataSource({ type: 'postgres', entities: [Parcel] }))).toEqual([])
  })
})

describe('an entity is refused', () => {
  test('without a tombstone', async () => {
    @Entity()
    @Replicated()
    class Undying {
      @PrimaryColumn('uuid') id!: string
    }
    expect(await faultsOf(Undying)).toMatch(/Undying: it has no tombstone; add a nullable @DeleteDateColumn/)
  })

  test('with a key from a sequence', async () => {
    @Entity()
    @Replicated()
    class Numbered {
      @PrimaryGeneratedColumn() id!: number
      @DeleteDateColumn() deletedAt!: Date | null
    }
    expect(await faultsOf(Numbered)).toMatch(/"id" is issued by a sequence.*use a UUID/)
  })

  test('with a secondary unique constraint or index, unlike one that repeats the key', async () => {
    @Entity()
    @Replicated()
    @Unique(['email'])
    @Index(['id'], { unique: true })
    class Account {
      @PrimaryColumn('uuid') id!: string
      @Column('text') email!: string
      @Index({ unique: true }) @Column('text') handle!: string
      @DeleteDateColumn() deletedAt!: Date | null
    }
    const faults = await faultsOf(Account)
    expect(faults).toMatch(/unique constraint on \(email\)/)
    expect(faults).toMatch(/unique constraint on \(handle\)/)
    expect(faults).not.toMatch(/\(id\)/)
  })

  test('with a policy that does not fit its column, all faults at once', async () => {
    @Entity()
    @Replicated()
    class Misfit {
      @PrimaryColumn('uuid') id!: string
      @Column('numeric') @Merge.counter() total!: number
      @Column('integer', { nullable: true }) @Merge.counter() visits!: number
      @Column('double precision') @Merge.highest() score!: number
      @Column('text') @Merge.highest(['a', 'b', 'a']) grade!: string
      @Column('integer') @Merge.counter() clicks!: number
      @Column('text') @Merge.lastWriteWins({ group: 'clicks' }) label!: string
      @Column('text', { name: '_secret' }) secret!: string
      @DeleteDateColumn() deletedAt!: Date | null
    }
    const faults = await faultsOf(Misfit)
    expect(faults).toMatch(/counter\(\) on "total" needs an integer column, not numeric/)
    expect(faults).toMatch(/counter\(\) on "visits" needs a column that is NOT NULL/)
    expect(faults).toMatch(/highest\(\) on "score" needs an integer column, not double precision/)
    expect(faults).toMatch(/"grade" lists a value twice/)
    expect(faults).toMatch(/group "clicks" has the name of a column that merges as counter/)
    expect(faults).toMatch(/"_secret" begins with "_"/)
  })
})
