import { Replicated, describeEntities, revisionOf } from '@bicoastal/convergence'
import { SnakeNamingStrategy } from '@bicoastal/database'
import { REGION_NUMBERS } from '@bicoastal/kernel'
import { Column, DeleteDateColumn, Entity, PrimaryColumn } from 'typeorm'
import { describe, expect, test } from 'vitest'
import { Job } from '../outbox/job.entity.js'
import { ChangeRouter } from './change-router.js'
import { UnknownCachedTableError } from './unknown-cached-table.error.js'

@Entity('articles')
@Replicated()
class Article {
  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  title!: string

  @DeleteDateColumn({ type: 'timestamptz' })
  deletedAt!: Date | null
}

const tables = await describeEntities([Job, Article], new SnakeNamingStrategy())
const cached = { table: 'articles', cacheKey: ({ id }: { readonly id?: string | null }) => `article:${id}` }
const router = new ChangeRouter(REGION_NUMBERS.west, tables, [cached])
const job = { id: 'an-id', name: 'capture-payment', home: '2', state: 'queued', trace_parent: '00-ab-cd-01' }

describe('the change of a job', () => {
  test('that is to be run here leads to the job', () => {
    expect(router.consequencesOf({ table: 'jobs', row: job })).toEqual({
      job: { id: 'an-id', name: 'capture-payment', traceparent: '00-ab-cd-01' },
    })
  })

  test.each([
    ['of the peer', { ...job, home: '1' }],
    ['that is done', { ...job, state: 'done' }],
    ['that failed', { ...job, state: 'failed' }],
  ])('%s leads to nothing', (_name, row) => {
    expect(router.consequencesOf({ table: 'jobs', row })).toEqual({})
  })
})

test('the change of a cached row names its key and the revision that the cache must have reached', () => {
  const row = { id: '7', title: 'a', deleted_at: null, _h: '1000', _v_title: '2000' }
  const { stale } = router.consequencesOf({ table: 'articles', row })
  expect(stale).toEqual({ key: 'article:7', revision: revisionOf(row) })
  expect(stale?.revision).toMatch(/^\d{40}$/)
})

test('the change of a table that nobody caches leads to nothing', () => {
  expect(router.consequencesOf({ table: 'orders', row: { id: 'an-id' } })).toEqual({})
})

test('a cached table that is not replicated is refused at start', () => {
  expect(() => new ChangeRouter(1, tables, [{ table: 'unknown', cacheKey: () => '' }])).toThrow(UnknownCachedTableError)
})
