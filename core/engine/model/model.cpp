#include "core/engine/model/model.h"

#include "core/engine/model/config.h"

namespace taodeck::engine {

Result<std::shared_ptr<const Model>> Model::load(const std::filesystem::path& path) {
    TD_TRY(auto file, gguf::File::open(path));
    return load(std::move(file));
}

Result<std::shared_ptr<const Model>> Model::load(std::shared_ptr<const gguf::File> file) {
    std::shared_ptr<Model> model{new Model};
    TD_TRY(model->m_config, readConfig(*file));
    TD_TRY(model->m_weights, bindWeights(*file, model->m_config));
    TD_TRY(model->m_tokenizer, Tokenizer::load(*file));
    if (model->m_tokenizer->size() != model->m_config.vocab)
        return fail(Errc::Malformed, "the tokeniser and the embedding differ in size");
    model->m_file = std::move(file);
    return model;
}

std::uint64_t Model::parameters() const {
    std::uint64_t sum = 0;
    for (const TensorView& tensor : m_file->tensors())
        sum += tensor.cols() * tensor.rows();
    return sum;
}

} // namespace taodeck::engine
