//! A process group that ends with this process, whatever ends it.
//!
//! A static is not dropped when tests end, and a killed test drops nothing at all. So a shell leads
//! the group and reads from us: once our end of its input is closed, it ends the group.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};

/// `$1` is a folder to remove at the end, if any; the rest is the command. SIGTERM is ignored from
/// where the command was started, so the shell outlives it and can tidy up.
const LEADER: &str = r#"
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap '' TERM
{
    read -r word <&3
    [ "$word" = kill ] && kill -KILL 0
    { sleep 5; kill -KILL 0; } &
    kill -TERM 0
} &
exec 3<&-
wait "$child"
[ -n "$folder" ] && rm -rf "$folder"
kill -KILL 0
"#;

/// A running group.
pub(super) struct Group {
    leader: Child,
    input: Option<ChildStdin>,
}

impl Group {
    /// Starts a command as a group; what it says goes to `log`. `leftover` is removed at its end.
    pub(super) fn start(command: &Command, log: &File, leftover: Option<&str>) -> Self {
        let mut leader = Command::new("sh");
        leader
            .args(["-c", LEADER, "leader", leftover.unwrap_or_default()])
            .arg(command.get_program())
            .args(command.get_args())
            .stdin(Stdio::piped())
            .stdout(log.try_clone().expect("a file can be shared"))
            .stderr(log.try_clone().expect("a file can be shared"))
            .process_group(0);
        for (name, value) in command.get_envs() {
            leader.env(name, value.unwrap_or_default());
        }
        if let Some(folder) = command.get_current_dir() {
            leader.current_dir(folder);
        }
        let mut leader = leader.spawn().expect("sh can be started");
        let input = leader.stdin.take();
        Self { leader, input }
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.leader.try_wait().expect("a child can be asked")
    }

    /// Asks it to end, and waits.
    pub(super) fn stop(mut self) {
        self.end();
    }

    /// Kills it as it stands: none of it hears of it before.
    pub(super) fn kill(mut self) {
        if let Some(input) = &mut self.input {
            input.write_all(b"kill\n").expect("the leader reads");
        }
        self.leader.wait().expect("a child can be waited for");
    }

    fn end(&mut self) {
        drop(self.input.take());
        self.leader.wait().ok();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}
