import { z } from "zod"

export const track = z.enum(["typescript", "python"])
export type Track = z.infer<typeof track>

/** Facts of a course that checks need and a course.yaml may change. Paths are on the hosts, ports are TCP. */
export const settings = z.object({
  /** The systemd unit on prod. */
  unit: z
    .string()
    .regex(/^[\w@.:-]+$/)
    .default("pixelwise"),
  devRepo: z.string().startsWith("/").default("/home/user/pixelwise"),
  prodRepo: z.string().startsWith("/").default("/opt/pixelwise"),
  /** The account the service runs as on prod. */
  serviceUser: z.string().default("produser"),
  devAddress: z.string().default("192.168.56.10"),
  prodAddress: z.string().default("192.168.56.11"),
  /** The laptop's own address on the network that it shares with dev and prod alone. */
  laptopAddress: z.string().default("192.168.56.1"),
  /** The account that a person works with on dev; on prod it is `serviceUser`. */
  devUser: z.string().default("user"),
  /** What both machines run: ID of /etc/os-release, and the lowest VERSION_ID. */
  distribution: z.string().default("ubuntu"),
  version: z
    .string()
    .regex(/^\d+(\.\d+)*$/)
    .default("24.04"),
  /** What the virtual machines have at least. A disk's GB are 10^9 bytes, as on its label. */
  devCpus: z.number().int().min(1).default(2),
  devMemoryMiB: z.number().int().min(1).default(4096),
  devDiskGB: z.number().int().min(1).default(25),
  prodCpus: z.number().int().min(1).default(2),
  prodMemoryMiB: z.number().int().min(1).default(2048),
  prodDiskGB: z.number().int().min(1).default(10),
  /** What runs the machines on the laptop. Only VirtualBox is asked; another one is recorded here. */
  hypervisor: z.enum(["virtualbox", "gnome-boxes", "utm", "virt-manager", "vmware"]).default("virtualbox"),
  /** The machines by their names in the hypervisor, and the snapshots of block 1. */
  devMachine: z.string().min(1).default("dev"),
  prodMachine: z.string().min(1).default("prod"),
  snapshotFresh: z.string().min(1).default("B1-fresh"),
  snapshotComplete: z.string().min(1).default("B1-complete"),
  devPort: z.number().int().min(1).max(65535).default(8000),
  prodPort: z.number().int().min(1).max(65535).default(8000),
  /** The command of step 5.2.3, run in `devRepo` by bash; empty means the habit of the track. */
  devCommand: z.string().default(""),
  /** Role and database of the application on both hosts. */
  databaseRole: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .default("pixelwise"),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/)
    .default("pixelwise"),
  /** The command of step 6.2.4 and that of the probe of step 6.3.4, run in the clone by bash; empty means the habit of the track. */
  initCommand: z.string().default(""),
  probeCommand: z.string().default(""),
  /** The log of step 3.1.4, seen from the laptop's home folder. */
  freshLog: z.string().min(1).default("fresh-vm.log"),
  /** What dev pushes to and prod pulls from; empty means whatever `origin` is. */
  remote: z.string().default(""),
  remotePull: z.string().default(""),
  /** Where a catch-up tells hosts to take the model's releases from; empty means what the reference's .env.example names. */
  modelRepo: z.string().default(""),
  /** The Git host by its name in SSH, and by its pages: `<gitWeb>/<account>`, `<gitWeb>/<account>.keys`. */
  gitHost: z.string().default("github.com"),
  gitWeb: z
    .string()
    .regex(/^https?:\/\/[^\s/]+(\/[^\s/]+)*$/)
    .default("https://github.com"),
  /** The student's account at the Git host; empty means the one that was typed in, or else that of `origin`. */
  gitAccount: z.string().default(""),
  /** The file with the classifier, seen from `devRepo`; empty means the one tracked file of that name. */
  classifier: z.string().default(""),
  /** The course's model repository, and the student's own copy of it; empty means the one of `gitAccount` at `gitWeb`. */
  modelUpstream: z.string().default("https://github.com/schutera/pixelwise-model"),
  modelFork: z.string().default(""),
})
export type Settings = z.infer<typeof settings>

/** All that a check may know besides its observations. Kept with a recording, so that a later judgement sees the same. */
export const context = z.object({
  track,
  settings,
  /** Fresh in every run: drawings and values that a canned answer cannot know. */
  runSeed: z.string(),
  /** Stays with a workspace: values that a person is asked to send somewhere. */
  workspaceSeed: z.string(),
})
export type Context = z.infer<typeof context>
