import { connect } from 'node:net'
import { parseReplyText } from './cgminer/reply-text'
import { connectionProblem, MAXIMUM_REPLY_BYTES } from './http-json'
import { isObject, type JsonObject } from './lenient'
import { describeTarget, type ReadFailure, type Target } from './miner-reader'

export type FramedReplies = { ok: true; replies: JsonObject[] } | { ok: false; failure: ReadFailure; problem: string }

/**
 * Asks several questions in turn over one TCP connection, each way a JSON document behind its length in bytes (four octets, little-endian).
 * Empty frames are heartbeats. Where the other side stops answering, what was answered before counts.
 * Source: MicroBT's API 3 documentation, "TCP Data Framing".
 */
export function askLengthFramed(target: Target, questions: readonly JsonObject[]): Promise<FramedReplies> {
  const place = describeTarget({ ...target, scheme: 'tcp' })
  return new Promise((resolve) => {
    const replies: JsonObject[] = []
    let waiting: Buffer = Buffer.alloc(0)
    let settled = false
    const settle = (failure: ReadFailure, problem: string) => {
      if (settled) return
      settled = true
      clearTimeout(deadline)
      socket.destroy()
      resolve(replies.length > 0 ? { ok: true, replies } : { ok: false, failure, problem: `${place} ${problem}` })
    }
    const foreign = () => settle('not-this-miner', 'answered with something that is not the WhatsMiner API 3')
    const ask = () => {
      const question = questions[replies.length]
      if (question === undefined) return settle('not-this-miner', 'had no more to answer')
      socket.write(frame(JSON.stringify(question)))
    }
    const socket = connect({ host: target.host, port: target.port })
    const silent = () => settle('unreachable', `did not answer within ${target.timeoutMs} ms`)
    let deadline = setTimeout(silent, target.timeoutMs)
    socket.on('connect', ask)
    socket.on('error', (error) => settle(...connectionProblem(error)))
    socket.on('close', () => settle('not-this-miner', 'closed the connection without an answer'))
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk])
      while (!settled && waiting.length >= 4) {
        const bytes = waiting.readUInt32LE(0)
        if (bytes > MAXIMUM_REPLY_BYTES) return foreign()
        if (waiting.length < 4 + bytes) return
        const text = waiting.subarray(4, 4 + bytes).toString('utf8')
        waiting = waiting.subarray(4 + bytes)
        if (bytes === 0) continue
        const reply = parseReplyText(text)
        if (!isObject(reply)) return foreign()
        replies.push(reply)
        clearTimeout(deadline)
        deadline = setTimeout(silent, target.timeoutMs)
        ask()
      }
    })
  })
}

function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([length, body])
}
