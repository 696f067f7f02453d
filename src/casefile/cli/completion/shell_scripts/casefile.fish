# Completion of casefile for fish. Once: casefile completion fish > ~/.config/fish/completions/casefile.fish
function __casefile_complete
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    set -l current (commandline -ct)
    set -l answer (_CASEFILE_COMPLETE=fish $words[1] $words[2..] "$current" 2>/dev/null)
    switch "$answer[1]"
        case words
            string join \n -- $answer[2..]
        case meant # by another spelling, in which fish would find none of them
            if test (count $answer) -eq 2
                commandline --replace --current-token -- (string split --fields 1 \t -- $answer[2])
            else
                printf '\n%s' (math (count $answer) - 1)" records match:" $answer[2..] >&2
                echo >&2
            end
            commandline --function repaint
        case files
            __fish_complete_path "$current"
        case folders
            __fish_complete_directories "$current" ''
    end
end
complete -c casefile -e
complete -c casefile -f -a '(__casefile_complete)'
