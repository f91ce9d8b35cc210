const TRAINING =
  "A model is trained for it, which takes longer than the rest of the course together; all of it is a variation."

/** Optional outcomes that the robot does not bring about, and why. */
export const notReplayed: Readonly<Record<string, string>> = {
  "b2.pull-request":
    "A pull request lives on the pages of a Git host, and the hub has none; its commands are a variation.",
  "b3.fresh-vm": "It takes a third machine. Every state of a lab is made by the script on hosts that never saw it.",
  "b4.pandas": "The index of the hub has no pandas; its commands are a variation.",
  "b4.v2-model": TRAINING,
  "b4.v2-card": TRAINING,
  "b4.v2-tag": TRAINING,
  "b4.v2-integrated": TRAINING,
}
