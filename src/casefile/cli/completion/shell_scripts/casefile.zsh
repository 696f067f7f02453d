#compdef casefile
# Completion of casefile for zsh. In ~/.zshrc: eval "$(casefile completion zsh)"
_casefile() {
    local -a answer words_ shown open open_shown
    local line word about prefix=${(Q)PREFIX}
    local how=
    answer=("${(@f)$(_CASEFILE_COMPLETE=zsh ${~words[1]} "${(@Q)words[2,CURRENT-1]}" "$compstate[quote]$PREFIX" 2>/dev/null)}")
    case $answer[1] in
        files) _files; return ;;
        folders) _files -/; return ;;
        words) ;;
        *) return 1 ;;
    esac
    for line in "${(@)answer[2,-1]}"; do
        word=${line%%$'\t'*} about=${line#*$'\t'}
        [[ $word == "$prefix"* ]] || how=-U
        about=${about:+$word  -- $about}
        if [[ $word == *[=.,/] ]]; then
            open+=("$word") open_shown+=("${about:-$word}")
        else
            words_+=("$word") shown+=("${about:-$word}")
        fi
    done
    compadd $how -l -d shown -a -- words_
    compadd $how -l -S '' -d open_shown -a -- open
    # Found by their names: what they have in common would replace the name, so they are only listed.
    if [[ -n $how ]] && (( $#words_ > 1 )); then
        compstate[insert]=
        compstate[list]='list force'
    fi
}
if [[ ${funcstack[1]-} == _casefile ]]; then
    _casefile "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _casefile casefile
fi
