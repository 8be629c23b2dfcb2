import { describe, expect, test } from 'vitest'
import { CACHE_SETTINGS, QUEUE_SETTINGS, clusterSettings, redisArguments } from './settings.js'

describe('settings of Redis', () => {
  test('let a cache forget and a queue never', () => {
    expect(CACHE_SETTINGS['maxmemory-policy']).toBe('allkeys-lru')
    expect(QUEUE_SETTINGS).toMatchObject({ 'maxmemory-policy': 'noeviction', appendonly: 'yes' })
  })

  test('choose the cluster bus port only where Redis knows the setting', () => {
    expect(clusterSettings(8120, 7)).toMatchObject({ 'cluster-port': 8120 })
    expect(clusterSettings(8120, 6)).not.toHaveProperty('cluster-port')
  })

  test('become arguments, empty values included', () => {
    expect(redisArguments({ port: 1, save: '' })).toEqual(['--port', '1', '--save', ''])
  })
})
