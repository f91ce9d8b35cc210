import { commitOfProd, historyUpTo } from "../../reference/packed-history.js"
import { MODEL_REPO, hasService, type TagState } from "../spec.js"
import { environment, hands, type ProvisionOptions } from "./hands.js"
import * as scripts from "./release-scripts.js"
import { DEV_BUNDLE, SUDO_CLOSE, SUDO_OPEN } from "./scripts.js"

type ReleaseOptions = ProvisionOptions & { state: TagState }

/**
 * Takes hosts at the end of block 2 to the end of a later one: the history, `.env` and what setup-server.sh makes of both, on dev and
 * prod. Ends when the service is healthy, where the state has one.
 */
export async function toRelease({ state, reference, track, ...options }: ReleaseOptions): Promise<void> {
  const { dev, prod, root } = hands({ state, reference, track, ...options })
  const values = environment({ MODEL_REPO, MODEL_PATH: `models/digit_classifier_v1.${FORMAT[track]}` })
  options.onProgress(`Bringing the hosts to ${state}: history`)
  await dev("receiving the history", DEV_BUNDLE, await historyUpTo(reference.pixelwise, state, options.signal))
  await dev("going on to the tag", scripts.DEV_HISTORY, environment({ TAG: state }))
  await dev(
    "pushing what prod needs",
    scripts.DEV_PUSH,
    environment({ AT: await commitOfProd(reference.pixelwise, state) }),
  )
  await prod("pulling", scripts.PROD_PULL, "")
  await dev("pushing the tag", scripts.DEV_PUSH, environment({ AT: state }))

  options.onProgress(`Bringing the hosts to ${state}: setup-server.sh on dev and prod`)
  for (const host of ["dev", "prod"] as const) await root[host]("preparing sudo", SUDO_OPEN, "")
  const setups = await Promise.allSettled([
    dev("setup-server.sh", scripts.DEV_SETUP, values),
    prod("setup-server.sh", scripts.PROD_SETUP, values),
  ])
  for (const setup of setups) if (setup.status === "rejected") throw setup.reason
  for (const host of ["dev", "prod"] as const) await root[host]("closing sudo", SUDO_CLOSE, "")
  if (hasService(state)) await root.prod("stopping and starting the service", scripts.PROD_DRILL, "")
}

const FORMAT = { typescript: "onnx", python: "pkl" }

/** Takes hosts at v0.5 to the finished service, deployed on prod the way it deploys itself; ends when it serves. */
export async function toFinished({ state, reference, ...options }: ReleaseOptions): Promise<void> {
  const { dev, prod, root } = hands({ state, reference, ...options })
  const values = environment({ TAG: state })
  options.onProgress(`Bringing the hosts to ${state}: history, setup on dev`)
  await dev("receiving the history", DEV_BUNDLE, await historyUpTo(reference.pixelwise, state, options.signal))
  for (const host of ["dev", "prod"] as const) await root[host]("preparing sudo", SUDO_OPEN, "")
  await dev("setup-server.sh", scripts.DEV_ADVANCE, values)
  options.onProgress(`Bringing the hosts to ${state}: deployment on prod`)
  await prod("deploying", scripts.PROD_RELEASE, values)
  for (const host of ["dev", "prod"] as const) await root[host]("closing sudo", SUDO_CLOSE, "")
}
