import { describe, expect, test } from 'vitest'
import { portPlan, portUses } from './port-plan.js'

const ports = (offset: number) => portUses(portPlan(offset)).map(({ port }) => port)

describe('the ports of a stack', () => {
  test('are used by one part each', () => {
    expect(new Set(ports(0)).size).toBe(ports(0).length)
  })

  test('include those that people type', () => {
    const { edge, regions } = portPlan(0)
    expect([edge, regions.east.edge, regions.west.edge]).toEqual([8080, 8081, 8082])
  })

  test('move together by the offset', () => {
    expect(ports(700)).toEqual(ports(0).map((port) => port + 700))
  })

  test('of stacks 300 apart do not meet', () => {
    const both = [...ports(0), ...ports(300)]
    expect(new Set(both).size).toBe(both.length)
  })
})
