use super::*;

/// What is said of a file, or why it is refused.
fn said_of(text: &str) -> Result<String, String> {
    let deployed = parse(text).map_err(|error| format!("{error:#}"))?;
    Ok(deployed.iter().map(Deployed::to_words).collect())
}

const ROLES: &str = "[vars.POLICY.roles.owner]\nscopes = [\"read\", \"manage\"]\nfull = true\n";

#[test]
fn a_policy_is_shown_in_its_own_order() {
    let text = format!(
        "{ROLES}[vars.POLICY.roles.guest]\nscopes = []\n\
         [vars.POLICY]\npreflights = true\n\
         [[vars.POLICY.routes]]\npath = \"/api/status\"\nmethods = [\"GET\"]\npublic = true\n\
         [[vars.POLICY.routes]]\npath = \"/api/keys/**\"\nscope = \"manage\"\nstrict = true\n"
    );
    let expected = "
The policy.

    role   administers  scopes
    owner  yes          manage read
    guest  no           none

    path          methods             needs
    any           CORS preflights     nothing
    /api/status   GET                 nothing
    /api/keys/**  all                 manage, strict
    any other     GET, HEAD, OPTIONS  read
    any other     all others          write
";
    assert_eq!(said_of(&text).unwrap(), expected);
}

#[test]
fn without_a_policy_the_default_is_shown_for_each_environment() {
    let said = said_of("[env.staging.vars]\nPORTAL_HOST = \"x\"\n").unwrap();
    assert!(said.contains("No POLICY is set, so the policy is the default."));
    assert!(said.contains("so the policy of the environment staging is the default."));
    assert_eq!(said.matches("    global-administrator ").count(), 2);
}

#[test]
fn a_mistake_is_named_with_its_environment() {
    let wrong = "[[env.staging.vars.POLICY.routes]]\npath = \"/x\"\npublic = true\n";
    for (text, sentence) in [
        (
            "[[vars.POLICY.routes]]\npath = \"/x\"\npublic = true\n",
            "POLICY.routes[0].path: a pattern begins with /api/, as in \"/api/reports/**\"",
        ),
        (
            wrong,
            "env.staging: POLICY.routes[0].path: a pattern begins with /api/, as in \"/api/reports/**\"",
        ),
        (
            "[vars]\nPOLICY = \"{}\"\n",
            "vars.POLICY: it is a table, as in [vars.POLICY.roles.security-reader]",
        ),
        (
            "[env.x.vars]\nPOLICY = 1\n",
            "env.x.vars.POLICY: it is a table, as in [env.x.vars.POLICY.roles.security-reader]",
        ),
        (
            "[POLICY]\npreflights = true\n",
            "POLICY: wrangler passes over it there; write it as [vars.POLICY]",
        ),
        (
            "[env.x.POLICY]\npreflights = true\n",
            "env.x.POLICY: wrangler passes over it there; write it as [env.x.vars.POLICY]",
        ),
        (
            "[vars.POLICY]\npreflights = 1979-05-27\n",
            "POLICY.preflights: invalid type: map, expected true or false",
        ),
    ] {
        assert_eq!(said_of(text), Err(sentence.to_owned()), "{text}");
    }
    assert!(said_of("not toml").is_err());
}

#[test]
fn a_policy_that_the_platform_does_not_take_is_refused() {
    let with_routes = |count: usize| {
        let route = |number| {
            let path = format!("/api/reports/of-department-{number:03}/*");
            format!("[[vars.POLICY.routes]]\npath = \"{path}\"\npublic = true\n")
        };
        (0..count).map(route).collect::<String>()
    };
    assert!(said_of(&with_routes(80)).is_ok());
    let sentence = said_of(&with_routes(100)).unwrap_err();
    assert!(sentence.starts_with("POLICY: it is 5812 bytes"), "{sentence}");
    assert!(sentence.contains("the platform takes 5120"), "{sentence}");
}

#[test]
fn the_repositorys_own_policy_and_its_example_are_right() {
    let paths = Paths::find().unwrap();
    require(&paths).unwrap();
    let text = std::fs::read_to_string(paths.in_root("wrangler.toml")).unwrap();
    let (_, example) = text.split_once("# [[vars.POLICY").unwrap();
    let example = example.split("\n\n").next().unwrap().replace("\n# ", "\n");
    let said = said_of(&format!("[[vars.POLICY{example}")).unwrap();
    assert!(said.contains("    /api/logs/*  POST                logs:write\n"), "{said}");
}

#[test]
fn the_example_of_the_readme_is_right() {
    let paths = Paths::find().unwrap();
    let text = std::fs::read_to_string(paths.in_root("README.md")).unwrap();
    let (_, example) = text.split_once("```toml\n").unwrap();
    let said = said_of(example.split("```").next().unwrap()).unwrap();
    for line in [
        "    owner    yes          logs:write manage read reports:read write\n",
        "    any              CORS preflights     nothing\n",
        "    /api/reports/**  all                 reports:read, strict\n",
        "    /api/status      GET                 nothing\n",
    ] {
        assert!(said.contains(line), "{line}{said}");
    }
}
