/**
 * One question for everybody who has it: at most one is under way, and who asks meanwhile shares the next. So an answer
 * always belongs to a question that was put after the caller asked, and any number of callers cost one question each round.
 */
export class SharedQuestion<Answer> {
  #next: Promise<Answer> | undefined
  #underWay: Promise<unknown> | undefined

  constructor(private readonly put: () => Promise<Answer>) {}

  /** Rejects as the question that is shared does. */
  ask(): Promise<Answer> {
    return (this.#next ??= this.#afterThePresentOne())
  }

  async #afterThePresentOne(): Promise<Answer> {
    // Its outcome is for those who shared it.
    await this.#underWay?.catch(() => undefined)
    this.#next = undefined
    const answer = this.put()
    this.#underWay = answer
    return answer
  }
}
