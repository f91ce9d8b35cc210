import type { Finding } from "../diagnose.js"
import type { Trouble } from "./trouble.js"

export interface AdviceContext {
  readonly role: string
  readonly user: string
  readonly address: string
  /** The grader's public key, where it is known. */
  readonly publicKey: string | undefined
  readonly finding: Finding
}

/** What a student can do about each kind of trouble, in words that need no knowledge of course. */
export const ADVICE: Readonly<Record<Trouble, (context: AdviceContext) => string>> = {
  name: ({ role, address }) =>
    `I look for your ${role} VM as ${address}, and no machine of that name is known. Please send me the address that \`hostname -I\` prints on it.`,
  port: ({ role, address }) =>
    `I reach ${address}, but no SSH server answers there. Please start your ${role} VM and run on it:

    sudo systemctl enable --now ssh
    sudo ss -ltnp | grep sshd

If the second command shows another port than the one above, tell me which.`,
  timeout: ({ role, address }) =>
    `Your ${role} VM (${address}) does not answer in time. Please make sure that it runs and has finished booting, that its address is still the same (\`hostname -I\`), and that no firewall keeps SSH out (\`sudo ufw status\`). If all that is in order, restart it.`,
  route: ({ role, address }) =>
    `No way leads to your ${role} VM (${address}). Please make sure that it runs, that its network adapter is connected, and that its address is still the same (\`hostname -I\`).`,
  "host key": ({ role }) =>
    `Your ${role} VM shows another SSH host key than before. That is so after a VM was rebuilt or restored from a snapshot. If you did that, please write me so, with what this command prints on it:

    ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub

If you did not, write me that, and do not log in there until we know more.`,
  auth: ({ role, user, publicKey }) =>
    `Your ${role} VM does not let me in as ${user}. Please log in there as ${user} and run:

    mkdir -p ~/.ssh && chmod 700 ~/.ssh${
      publicKey === undefined
        ? `
    nano ~/.ssh/authorized_keys    # add the public key that I gave you, as a line of its own`
        : `
    echo '${publicKey}' >> ~/.ssh/authorized_keys`
    }
    chmod 600 ~/.ssh/authorized_keys && chmod go-w ~`,
  shell: ({ role, user }) =>
    `I can log in on your ${role} VM, but its login shell does not run commands. Please make bash the shell of ${user} again, and remove from ~/.bashrc what waits for input or ends the shell:

    sudo chsh -s /bin/bash ${user}`,
  connection: ({ role }) =>
    `The connection to your ${role} VM breaks off. Please restart the VM, and look at what \`journalctl -u ssh -n 20 --no-pager\` prints.`,
  disk: ({ role }) =>
    `A disk of your ${role} VM is full. Please make room; these show what is large, and shrink the journal:

    sudo du -xh / 2>/dev/null | sort -h | tail -20
    sudo journalctl --vacuum-size=50M`,
  clock: ({ role }) =>
    `The clock of your ${role} VM is wrong, by more than a minute. Please set it right, and look at the result:

    sudo timedatectl set-ntp true
    timedatectl

A VM that was suspended may need a restart.`,
  os: ({ role }) =>
    `Your ${role} VM does not run the system of the course, so what you build on it cannot be checked. Please install the VM as block 1 describes, or write me if you agreed on something else with me.`,
  sudo: ({ role, user }) =>
    `I cannot get root rights on your ${role} VM as ${user}. If you changed the password of ${user}, please tell me personally, and not by e-mail. Otherwise run as root:

    usermod -aG sudo ${user}`,
  clone: ({ role }) =>
    `Your ${role} VM seems to be a copy of another machine: its machine id or its SSH host keys are not its own. Please write me how it came to be. If you copied a VM to begin with, give the copy an identity of its own, and then tell me, because its host keys will be new:

    sudo rm -f /etc/machine-id /var/lib/dbus/machine-id && sudo systemd-machine-id-setup
    sudo rm -f /etc/ssh/ssh_host_*_key /etc/ssh/ssh_host_*_key.pub && sudo ssh-keygen -A
    sudo reboot`,
  setup: ({ role }) => `I could not look at your ${role} VM for a reason on my side. There is nothing for you to do.`,
}
