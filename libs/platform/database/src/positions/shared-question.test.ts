import { expect, test } from 'vitest'
import { SharedQuestion } from './shared-question.js'

/** A question whose answers the test gives. */
function questionnaire() {
  const put: PromiseWithResolvers<number>[] = []
  const question = new SharedQuestion(() => {
    const answer = Promise.withResolvers<number>()
    put.push(answer)
    return answer.promise
  })
  return { question, put }
}

const turn = () => new Promise(setImmediate)

test('an answer that was asked for earlier is not given to who asks later', async () => {
  const { question, put } = questionnaire()
  const first = question.ask()
  await turn()
  const [second, third] = [question.ask(), question.ask()]
  await turn()
  expect(put).toHaveLength(1)
  put[0]?.resolve(1)
  expect(await first).toBe(1)
  await turn()
  expect(put).toHaveLength(2)
  put[1]?.resolve(2)
  expect(await Promise.all([second, third])).toEqual([2, 2])
})

test('a question that fails fails for those who shared it alone', async () => {
  const { question, put } = questionnaire()
  const first = question.ask()
  await turn()
  const second = question.ask()
  put[0]?.reject(new Error('broken'))
  await expect(first).rejects.toThrow('broken')
  await turn()
  put[1]?.resolve(2)
  expect(await second).toBe(2)
})
