// The chat templates of published models, as their files hold them (parts about tools left out), and conversations to render.

const NL = "\\n"; // inside a template's string literals

const plainChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + " +
    "'\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
const withDefault = (system) => "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ " +
    `'<|im_start|>system\\n${system}<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + ` +
    "'<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const qwen25 = `{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system${NL}' + messages[0]['content'] + '<|im_end|>${NL}' }}
{%- else %}
    {{- '<|im_start|>system${NL}You are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>${NL}' }}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '${NL}' + message.content + '<|im_end|>' + '${NL}' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant${NL}' }}
{%- endif %}
`;

const qwen3 = `{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system${NL}' + messages[0].content + '<|im_end|>${NL}' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '${NL}' + content + '<|im_end|>' + '${NL}' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('${NL}').split('<think>')[-1].lstrip('${NL}') %}
                {%- set content = content.split('</think>')[-1].lstrip('${NL}') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '${NL}<think>${NL}' + reasoning_content.strip('${NL}') + '${NL}</think>${NL}${NL}' + content.lstrip('${NL}') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '${NL}' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '${NL}' + content }}
        {%- endif %}
        {{- '<|im_end|>${NL}' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant${NL}' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>${NL}${NL}</think>${NL}${NL}' }}
    {%- endif %}
{%- endif %}`;

const llama2 = "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = " +
    "messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message " +
    "in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must " +
    "alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = " +
    "'<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}" +
    "{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] " +
    "== 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}";

const llama3 = "{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + " +
    "message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = " +
    "bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant" +
    "<|end_header_id|>\n\n' }}{% endif %}";

const llama31 = `{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>${NL}${NL}" }}
{{- "Cutting Knowledge Date: December 2023${NL}" }}
{{- "Today Date: " + date_string + "${NL}${NL}" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>${NL}${NL}'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>${NL}${NL}' }}
{%- endif %}
`;

const mistralTurns = `{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
`;
const mistralOrder = `{{- raise_exception('After the optional system message, conversation roles must alternate user/assistant/user/assistant/...') }}`;
const mistralV1 = `${mistralTurns}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
        ${mistralOrder}
    {%- endif %}
    {%- if message['role'] == 'user' %}
        {%- if loop.first and system_message is defined %}
            {{- ' [INST] ' + system_message + '${NL}${NL}' + message['content'] + ' [/INST]' }}
        {%- else %}
            {{- ' [INST] ' + message['content'] + ' [/INST]' }}
        {%- endif %}
    {%- elif message['role'] == 'assistant' %}
        {{- ' ' + message['content'] + eos_token}}
    {%- else %}
        {{- raise_exception('Only user and assistant roles are supported, with the exception of an initial optional system message!') }}
    {%- endif %}
{%- endfor %}
`;
const mistralV3 = (open, answer) => `${mistralTurns}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
        ${mistralOrder}
    {%- endif %}
    {%- set ns.index = ns.index + 1 %}
{%- endfor %}

{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "${open}" + system_message + "${NL}${NL}" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "${open}" + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- ${answer} + eos_token}}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported, with the exception of an initial optional system message!") }}
    {%- endif %}
{%- endfor %}
`;
const mistralV7 = `{{- bos_token }}

{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] %}
    {%- set loop_messages = messages[1:] %}
    {{- '[SYSTEM_PROMPT]' + system_message + '[/SYSTEM_PROMPT]' }}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- for message in loop_messages %}
    {%- if (message["role"] == "user") != (loop.index0 % 2 == 0) %}
        ${mistralOrder}
    {%- endif %}
    {%- if message["role"] == "user" %}
        {{- '[INST]' + message['content'] + '[/INST]' }}
    {%- elif message['role'] == 'assistant' %}
        {{- message['content'] + eos_token }}
    {%- else %}
        {{- raise_exception("Only user and assistant roles are supported, with the exception of an initial optional system message!") }}
    {%- endif %}
{%- endfor %}
`;

const zephyr = "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\\n' + message['content'] + eos_token }}\n" +
    "{% elif message['role'] == 'system' %}\n{{ '<|system|>\\n' + message['content'] + eos_token }}\n{% elif message['role'] == " +
    "'assistant' %}\n{{ '<|assistant|>\\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and " +
    "add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}";

const S = {bos: "<s>", eos: "</s>"}, T = {bos: "<|begin_of_text|>", eos: "<|eot_id|>"}, I = {bos: "", eos: "<|im_end|>"};
const templates = [
    {name: "SmolLM (ChatML)", template: plainChatMl, ...I},
    {name: "Qwen2", template: withDefault("You are a helpful assistant."), ...I},
    {name: "SmolLM2", template: withDefault("You are a helpful AI assistant named SmolLM, trained by Hugging Face"), ...I},
    {name: "Qwen2.5", template: qwen25, ...I},
    {name: "Qwen3", template: qwen3, ...I},
    {name: "Llama 2", template: llama2, ...S},
    {name: "Llama 3", template: llama3, ...T},
    {name: "Llama 3.1", template: llama31, ...T},
    {name: "Mistral v1", template: mistralV1, ...S},
    {name: "Mistral v3", template: mistralV3("[INST] ", `" " + message["content"]|trim`), ...S},
    {name: "Mistral v3-tekken", template: mistralV3("[INST]", `message["content"]`), ...S},
    {name: "Mistral v7-tekken", template: mistralV7, ...S},
    {name: "Zephyr", template: zephyr, ...S},
];

const system = (content) => ({role: "system", content});
const user = (content) => ({role: "user", content});
const assistant = (content) => ({role: "assistant", content});
const conversations = [
    [user("Hello")],
    [system("You are terse."), user("Hello")],
    [user("  spaces around  \n"), assistant("  and here \n"), user("Bye\n\n")],
    [system("  Trim me?  "), user("Wie geht es dir? 你好 🙂"), assistant("Gut."), user("Und morgen?"), assistant("Auch."), user("!")],
    [user("One"), assistant("Two")],
    [user("Why?"), assistant("<think>\nlet me see\n</think>\n\nBecause."), user("Really?"), assistant("<think>\n\nyes\n</think>\nYes.")],
    [user("Why?"), assistant("<think>\nno end"), user("Go on")],
    [user("<tool_response>\n4\n</tool_response>"), assistant("Four."), user("2 + 2?"), assistant("<think>\na\n</think>\n4"),
        user("<tool_response>\n4\n</tool_response>"), assistant("It is 4.")],
    [user(""), assistant(""), user("")],
    [user("{{ bos_token }}{% if true %}x{% endif %} ' \" \\n")],
    [user("a"), user("b")],
    [assistant("I begin."), user("No.")],
    [system("Only this.")],
    [user("x"), system("late"), user("y")],
];

export function chatCases() {
    const cases = [];
    for (const template of templates)
        for (const messages of conversations)
            for (const prompt of [true, false]) cases.push({...template, messages, prompt});
    return cases;
}
