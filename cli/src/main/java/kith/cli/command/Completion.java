package kith.cli.command;

import java.io.IOException;
import kith.ontology.fault.Code;

/** Prints the shell's half of completion; the other half is kith itself, so it never grows old. */
final class Completion implements Verb {
    private static final String BASH = """
            # kith completion for bash: source <(kith completion bash)
            _kith() {
                local IFS=$'\\n'
                COMPREPLY=($(kith __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
                [[ ${#COMPREPLY[@]} -eq 0 ]] && compopt -o default
            }
            complete -F _kith kith""";

    private static final String ZSH = """
            #compdef kith
            # kith completion for zsh: source <(kith completion zsh)
            _kith() {
                local -a found
                found=("${(@f)$(kith __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
            }
            compdef _kith kith""";

    @Override
    public void spell(Spelling spelling) {
        spelling.says("print the completion script of a shell")
                .argument("SHELL", "bash or zsh")
                .example("source <(kith completion bash)")
                .example("kith completion zsh > ~/.zsh/functions/_kith");
    }

    @Override
    public Code run(Call call) throws IOException {
        String shell = call.argument(0);
        call.terminal()
                .print(
                        switch (shell) {
                            case "bash" -> BASH;
                            case "zsh" -> ZSH;
                            default ->
                                throw call.usage("there is completion for bash and zsh, not for '" + shell + "'");
                        });
        return Code.DONE;
    }
}
